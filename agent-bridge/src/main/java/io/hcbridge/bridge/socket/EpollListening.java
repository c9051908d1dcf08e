/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A listening socket in the loop's epoll. */
final class EpollListening implements Listening, EpollIoHandle {
    /** As Netty's native call fills it: a length, an address, a port. */
    private static final int ADDRESS_BYTES = 26;

    private final SocketLoop loop;
    private final Socket socket;
    private final Acceptor acceptor;
    private final int port;
    private final byte[] client = new byte[ADDRESS_BYTES];
    private @Nullable IoRegistration registration;

    EpollListening(SocketLoop loop, Socket socket, Acceptor acceptor) {
        this.loop = loop;
        this.socket = socket;
        this.acceptor = acceptor;
        this.port = socket.localAddress().getPort();
        resume();
    }

    private void resume() {
        if (socket.isOpen()) {
            // On the loop's own thread this is done at once.
            registration = loop.events().register(this).getNow();
            registration.submit(EpollIoOps.EPOLLIN);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void handle(IoRegistration ready, IoEvent event) {
        try {
            for (int i = 0; i < Sockets.ACCEPTED_IN_ONE_TURN && socket.isOpen(); i++) {
                int descriptor = socket.accept(client);
                if (descriptor < 0) {
                    return;
                }
                accepted(new EpollConnection(loop, new FileDescriptor(descriptor)));
            }
        } catch (IOException e) {
            pause();
            acceptor.failed(e);
        }
    }

    private void pause() {
        forget();
        loop.events().schedule(this::resume, Sockets.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void forget() {
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }

    private void accepted(EpollConnection connection) {
        Guard.run(() -> acceptor.accepted(connection, NativeInetAddress.address(client, 1, client[0])), connection);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            acceptor.failed(e);
        }
        forget();
    }
}

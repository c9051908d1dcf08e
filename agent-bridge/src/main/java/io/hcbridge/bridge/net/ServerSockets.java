/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Creates the listening channels of one event loop. A server can take over a socket that listens already, which another process has
 * opened. Such a socket needs epoll.
 */
public final class ServerSockets {
    private final AtomicReference<@Nullable Integer> inherited = new AtomicReference<>();
    private final AtomicReference<@Nullable Channel> opened = new AtomicReference<>();

    /** Starts one server and waits until it listens. */
    @FunctionalInterface
    public interface Start {
        void run() throws IOException;
    }

    /**
     * Starts one server. Servers must be started one after the other.
     *
     * @param descriptor a stream socket that listens and does not block; closed if the start fails. Empty for a new socket
     * @return the channel that listens; empty if the server belongs to another loop, which creates its channels itself
     */
    public Optional<Channel> open(OptionalInt descriptor, Start server) throws IOException {
        opened.set(null);
        inherited.set(descriptor.isPresent() ? descriptor.getAsInt() : null);
        try {
            server.run();
        } finally {
            Integer unused = inherited.getAndSet(null);
            if (unused != null) {
                new FileDescriptor(unused).close();
            }
        }
        return Optional.ofNullable(opened.getAndSet(null));
    }

    ChannelFactory<ServerChannel> factory(ChannelFactory<? extends ServerChannel> system, boolean isUnix) {
        return () -> {
            Integer descriptor = inherited.getAndSet(null);
            ServerChannel channel = descriptor == null ? system.newChannel() : adopt(descriptor, isUnix);
            opened.set(channel);
            return channel;
        };
    }

    private static ServerChannel adopt(int descriptor, boolean isUnix) {
        ServerChannel channel = isUnix
                ? new EpollServerDomainSocketChannel(descriptor, true)
                : new EpollServerSocketChannel(descriptor);
        // It listens from now on, but its server is not complete. AcceptHandler starts to accept.
        channel.config().setAutoRead(false);
        return channel;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Vert.x instance with one event loop, which accepts all connections and serves them. */
public final class LoopVertx {
    private final BridgeTransport transport;
    private final Vertx vertx;

    private LoopVertx(BridgeTransport transport, Vertx vertx) {
        this.transport = transport;
        this.vertx = vertx;
    }

    /** Starts the loop. {@code events} receives the events of all servers of this instance. */
    public static LoopVertx start(VertxOptions options, IoKind kind, ListenerEvents events) {
        Transport system = kind.transport();
        BridgeTransport tuned = new BridgeTransport(system.implementation(), kind.handlers(), events);
        Vertx vertx = Vertx.builder()
                .with(options.setEventLoopPoolSize(1).setFileSystemOptions(noFiles()))
                .withTransport(new TunedTransport(system, tuned))
                .build();
        return new LoopVertx(tuned, vertx);
    }

    /** Disables the file cache. The bridge reads no files through Vert.x, and Vert.x would create a directory for the cache. */
    private static FileSystemOptions noFiles() {
        return new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Returns the only event loop. */
    public EventLoop loop() {
        return transport.loop();
    }

    /**
     * Starts a server of Vert.x that passes on its connections as channels. Vert.x would create a {@link NetSocket} for each connection,
     * which costs 4 to 6 kB of garbage.
     *
     * @param acceptor receives each accepted channel on the loop, before its registration. It adds its handlers, or closes the channel
     *     with {@link Channel.Unsafe#closeForcibly}. It must close open channels, because closing the server does not
     */
    public Future<NetServer> listen(NetServerOptions options, SocketAddress address, Consumer<Channel> acceptor) {
        NetServer server = vertx.createNetServer(options).connectHandler(NetSocket::close);
        return transport.withAcceptor(acceptor, () -> server.listen(address)).onFailure(failure -> server.close());
    }

    /**
     * Starts to connect with a client of Vert.x. Must be called on the loop.
     *
     * @param connect the call to the client
     * @param created receives the channel of the connection, during this call and before it is connected
     */
    public <T> T connect(Supplier<T> connect, Consumer<Channel> created) {
        return transport.recording(created, connect);
    }

    /** Vert.x's own transport with the tuned implementation. */
    private record TunedTransport(Transport system, BridgeTransport implementation) implements Transport {
        @Override
        public String name() {
            return system.name();
        }

        @Override
        public boolean available() {
            return system.available();
        }

        @Override
        public @Nullable Throwable unavailabilityCause() {
            return system.unavailabilityCause();
        }
    }
}

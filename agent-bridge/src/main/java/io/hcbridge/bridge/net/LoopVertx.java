/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Creates a Vert.x instance with one event loop, which accepts all connections and serves them. */
public final class LoopVertx {
    private LoopVertx() {}

    /** Starts the loop. {@code events} receives the events of all servers of this instance. */
    public static Vertx start(VertxOptions options, IoKind kind, ListenerEvents events) {
        return start(options, kind, events, new ServerSockets());
    }

    /** Starts the loop, like {@link #start(VertxOptions, IoKind, ListenerEvents)}, with listening channels from {@code sockets}. */
    public static Vertx start(VertxOptions options, IoKind kind, ListenerEvents events, ServerSockets sockets) {
        Transport system = kind.transport();
        BridgeTransport tuned = new BridgeTransport(system.implementation(), kind.handlers(), events, sockets);
        return Vertx.builder()
                .with(options.setEventLoopPoolSize(1).setFileSystemOptions(noFiles()))
                .withTransport(new TunedTransport(system, tuned))
                .build();
    }

    /** Disables the file cache. The bridge reads no files through Vert.x, and Vert.x would create a directory for the cache. */
    private static FileSystemOptions noFiles() {
        return new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
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

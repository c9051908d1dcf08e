/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.net.ListenerEvents;
import io.hcbridge.bridge.net.LoopVertx;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An event loop, as the bridge has it, with probes on it. */
public class ProbeLoop implements AutoCloseable {
    private static final int SECONDS = 10;

    private final LoopVertx network;
    private final ProbeEnvironment environment;

    public ProbeLoop(IoKind kind) {
        this(kind, new BlockingWork(2, 4));
    }

    public ProbeLoop(IoKind kind, BlockingWork blocking) {
        this.network = LoopVertx.start(new VertxOptions(), kind, new IgnoredListenerEvents());
        this.environment = ProbeEnvironment.of(network, blocking);
    }

    public EventLoop loop() {
        return environment.loop();
    }

    public Vertx vertx() {
        return network.vertx();
    }

    public ProbeEnvironment environment() {
        return environment;
    }

    public CompletableFuture<ProbeResult> start(Probe probe) {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        loop().execute(() -> probe.start(outcome -> {
            if (!result.complete(outcome)) {
                result.obtrudeException(new AssertionError("a second result: " + outcome));
            }
        }));
        return result;
    }

    public ProbeResult run(Probe probe) throws Exception {
        return start(probe).get(SECONDS, TimeUnit.SECONDS);
    }

    /** What a probe says of its last run. */
    public String describe(Probe probe) throws Exception {
        return call(probe::describeLast);
    }

    public List<ProbeStep> steps(Probe probe) throws Exception {
        return call(probe::lastSteps);
    }

    /** Does something on the event loop. */
    public <T> T call(Callable<T> task) throws Exception {
        return loop().submit(task).get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        environment.blocking().close();
        // A loop that an error has ended closes nothing.
        if (!loop().isShuttingDown()) {
            closeVertx();
        }
    }

    private void closeVertx() {
        try {
            network.vertx().close().await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Vert.x does not end", e);
        }
    }

    private static final class IgnoredListenerEvents implements ListenerEvents {
        @Override
        public void acceptFailed(SocketAddress listener, Throwable cause) {}

        @Override
        public void closed(SocketAddress listener) {}
    }
}

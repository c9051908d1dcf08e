/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeResult;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An event loop with probes on it. */
final class ProbeRunner implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group;
    private final ProbeEnvironment environment;

    ProbeRunner(LoopKind kind, BlockingWork blocking) {
        this.group = new MultiThreadIoEventLoopGroup(1, kind.handlers());
        this.environment = new ProbeEnvironment(group.next(), blocking);
    }

    EventLoop loop() {
        return environment.loop();
    }

    ProbeEnvironment environment() {
        return environment;
    }

    /** Probes the service in {@code directory}, where its sockets are, too. */
    HealthProbe probe(Path directory, Duration timeout) {
        return new HealthProbe(environment, config(directory, directory, ""), timeout);
    }

    static HealthProbeConfig config(Path directory, Path sockets, String user) {
        return new HealthProbeConfig(directory, sockets, user.isEmpty() ? Optional.empty() : Optional.of(user));
    }

    CompletableFuture<ProbeResult> start(Probe probe) {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        loop().execute(() -> probe.start(outcome -> {
            if (!result.complete(outcome)) {
                result.obtrudeException(new AssertionError("a second result: " + outcome));
            }
        }));
        return result;
    }

    ProbeResult run(Probe probe) throws Exception {
        return start(probe).get(10, TimeUnit.SECONDS);
    }

    /** What a probe says of its last run. */
    String describe(Probe probe) throws Exception {
        return loop().submit(probe::describeLast).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        environment.blocking().close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}

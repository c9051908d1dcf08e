/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerState;
import io.hcbridge.ipc.health.HealthServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ManyTargetsIT {
    private static final int TARGETS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private final AtomicIntegerArray sick = new AtomicIntegerArray(TARGETS);
    private final List<AutoCloseable> parts = new ArrayList<>();

    @Test
    void eachOf50TargetsHasTheHealthOfItsOwnService() throws Exception {
        try {
            HaproxyProcess haproxy = start();
            awaitUp(haproxy, i -> true);
            for (int i = 0; i < TARGETS; i += 3) {
                sick.set(i, 1);
            }
            awaitUp(haproxy, i -> i % 3 != 0);
        } finally {
            for (AutoCloseable part : parts) {
                part.close();
            }
        }
    }

    private HaproxyProcess start() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--reply-deadline=400ms"));
        for (int i = 0; i < TARGETS; i++) {
            startService(i);
            arguments.add("--target=t" + i + "=" + directory.resolve("t" + i));
        }
        BridgeProcess bridge = BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), arguments);
        parts.add(bridge);
        HaproxyConfig config = new HaproxyConfig();
        for (int i = 0; i < TARGETS; i++) {
            config.backend("many")
                    .server("t" + i, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                    .weight(100)
                    .agent(bridge.agent())
                    .agentSend("t" + i)
                    .agentInter(Duration.ofMillis(500));
        }
        HaproxyProcess haproxy = HaproxyProcess.start(config);
        parts.add(haproxy);
        return haproxy;
    }

    private void startService(int i) throws Exception {
        Path own = Files.createDirectory(directory.resolve("t" + i));
        parts.add(HealthServer.builder().directory(own).start(() -> {
            if (sick.get(i) != 0) {
                throw new IllegalStateException("sick " + i);
            }
        }));
    }

    private static void awaitUp(HaproxyProcess haproxy, IntPredicate expected) {
        Await.until(
                "all servers to be as their services are",
                LIMIT,
                () -> haproxy.stats().servers().stream()
                        .filter(server -> server.backend().equals("many"))
                        .allMatch(server -> server.isUp() == expected.test(number(server))));
    }

    private static int number(ServerState server) {
        return Integer.parseInt(server.server().substring(1));
    }
}

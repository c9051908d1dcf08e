/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More simultaneous clients than the bridge has descriptors. */
@Timeout(60)
class ScarceDescriptorsIT {
    private static final int SPARE = 20;
    private static final int CLIENTS = 5 * SPARE;

    @TempDir
    Path directory;

    @Test
    void clientsThatExceedTheDescriptorsWaitAndReceiveReplies() throws Exception {
        try (HealthServer service = HealthServer.builder().directory(directory).start(() -> {});
                BridgeProcess bridge = BridgeProcess.start(
                        Homes.hcbridge(),
                        directory.resolve("bridge.log"),
                        List.of("--reply-deadline=5s", "--target=orders=" + directory))) {
            service.weight(75);
            assertThat(ask(bridge.agent(), "orders\n")).isEqualTo("up 75%\n");
            limit(bridge.pid());
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(send(bridge.agent(), "unended"));
            }
            for (Socket client : clients) {
                assertThat(reply(client)).isEqualTo("failed fail #unknown target 'unended'\n");
            }
            assertThat(bridge.log()).contains("cannot accept a connection: ");
            assertThat(ask(bridge.agent(), "orders\n")).isEqualTo("up 75%\n");
        }
    }

    private static void limit(long pid) throws IOException, InterruptedException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            long descriptors = open.count() + SPARE;
            Script limited = Script.run(List.of("prlimit", "--pid=" + pid, "--nofile=" + descriptors), "");
            assertThat(limited.exit()).as(limited.stderr()).isZero();
        }
    }

    private static String ask(InetSocketAddress agent, String request) throws IOException {
        return reply(send(agent, request));
    }

    private static Socket send(InetSocketAddress agent, String request) throws IOException {
        Socket client = new Socket(agent.getAddress(), agent.getPort());
        client.setSoTimeout(20_000);
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static String reply(Socket client) throws IOException {
        try (client) {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}

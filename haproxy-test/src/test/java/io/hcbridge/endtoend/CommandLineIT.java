/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script as an operator types it. */
@Timeout(60)
class CommandLineIT {
    @TempDir
    Path directory;

    @Test
    void serveTellsAllConfigurationProblemsAndExitsWith78() throws Exception {
        Path file = Files.writeString(directory.resolve("bad.yaml"), """
                agent: {listen: nowhere}
                targets:
                  orders: {directory: orders, retries: 3}
                """);
        Script run = Script.hcbridge("serve", "--config", file.toString());
        assertThat(run.exit()).isEqualTo(78);
        assertThat(run.stderr()).isEqualTo("""
                        %1$s:1: agent.listen: 'nowhere' must be HOST:PORT or [IPV6]:PORT or unix:/PATH
                        %1$s:3: targets.orders.directory: 'orders' must be an absolute path
                        %1$s:3: targets.orders.retries: unknown key
                        """.formatted(file));
        assertThat(run.stdout()).isEmpty();
    }

    @Test
    void aTakenPortIsARuntimeFailureThatNamesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Script run = Script.hcbridge("serve", "--listen", address, "--metrics=none", "--target=a=/srv/a");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.stderr()).contains("cannot listen on " + address);
        }
    }

    @Test
    void whoeverIsAnsweredMayEndTheBridgeThoughTheRestOfItIsStillStarting() throws Exception {
        StringBuilder config = new StringBuilder("targets:\n");
        for (int i = 0; i < 300; i++) {
            config.append("  t")
                    .append(i)
                    .append(": {directory: /srv/t")
                    .append(i)
                    .append("}\n");
        }
        Path file = Files.writeString(directory.resolve("many.yaml"), config);
        int port = FreePort.next();
        List<String> command = List.of(
                Homes.hcbridge().resolve("hcbridge").toString(),
                "serve",
                "--config=" + file,
                "--listen=127.0.0.1:" + port,
                "--metrics=127.0.0.1:" + FreePort.next());
        try (ChildProcess bridge = ChildProcess.start(command, directory.resolve("bridge.log"))) {
            Await.until("the first answer", Duration.ofSeconds(20), () -> isAnswered(port));
            assertThat(bridge.terminate()).as(bridge.output()).isZero();
            assertThat(bridge.output()).doesNotContain("ERROR");
        }
    }

    private static boolean isAnswered(int port) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write('\n');
            return client.getInputStream().read() == 'f';
        } catch (IOException notYet) {
            return false;
        }
    }

    @Test
    void checkConfigSaysThatAllIsWell() throws Exception {
        Path file = Files.writeString(directory.resolve("good.yaml"), "targets: {a: {directory: /srv/a}}\n");
        Script run = Script.hcbridge("check-config", file.toString());
        assertThat(run.exit()).isZero();
        assertThat(run.stdout()).isEqualTo(file + ": ok, 1 target\n");
    }

    @Test
    void checkConfigExitsWith78AsServeWould() throws Exception {
        assertThat(Script.hcbridge("check-config", directory + "/none.yaml"))
                .isEqualTo(new Script(78, "", directory + "/none.yaml: no such file\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "check-config --help", "probe --help", "--version"})
    void helpIsForThePerson(String arguments) throws Exception {
        Script run = Script.hcbridge(arguments.split(" ", -1));
        assertThat(run.exit()).isZero();
        assertThat(run.stdout()).contains("hcbridge");
        assertThat(run.stderr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus", "serve --bogus", "check-config"})
    void wrongUsageExitsWith2(String arguments) throws Exception {
        Script run = Script.hcbridge(arguments.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.stderr()).contains("Usage:");
    }

    @Test
    void probeNeverExitsWith2() throws Exception {
        Script missing = Script.hcbridge("probe", directory.toString());
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.stderr()).contains("no .hc-socket in " + directory);
        assertThat(Script.hcbridge("probe", "--bogus").exit()).isEqualTo(1);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code hcbridge} as an operator calls it. */
@Timeout(60)
class CommandLineIT {
    @TempDir
    Path directory;

    @Test
    void serveListsAllConfigurationErrorsAndExitsWith78() throws Exception {
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
    void portInUseIsARuntimeErrorThatNamesThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Script run = Script.hcbridge("serve", "--listen", address, "--metrics=none", "--target=a=/srv/a");
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.stderr()).contains("cannot listen on " + address);
        }
    }

    @Test
    void sigtermEndsTheBridgeWhileItIsStillStarting() throws Exception {
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
    void checkConfigReportsAValidFile() throws Exception {
        Path file = Files.writeString(directory.resolve("good.yaml"), "targets: {a: {directory: /srv/a}}\n");
        Script run = Script.hcbridge("check-config", file.toString());
        assertThat(run.exit()).isZero();
        assertThat(run.stdout()).isEqualTo(file + ": ok, 1 target\n");
    }

    @Test
    void checkConfigWarnsOfUnknownUsers() throws Exception {
        Path file = Files.writeString(
                directory.resolve("c.yaml"), "targets: {a: {directory: /srv/a, user: no-such-user}}\n");
        assertThat(Script.hcbridge("check-config", file.toString()))
                .isEqualTo(new Script(
                        0,
                        file + ": ok, 1 target\n",
                        file + ": warning: targets.a.user: unknown user 'no-such-user' "
                                + "(the entry has no effect until the account exists)\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve --help", "check-config", "haproxy-config --config", "ctl completion"})
    void outputThatCannotBeWrittenIsAFailure(String command) throws Exception {
        Path file = Files.writeString(directory.resolve("good.yaml"), "targets: {a: {directory: /srv/a}}\n");
        String argument = command.contains("config") ? " " + file : "";
        assertThat(run(List.of("sh", "-c"), Homes.hcbridge() + "/hcbridge " + command + argument + " > /dev/full"))
                .isEqualTo(new Script(
                        1, "", "hcbridge: cannot write to standard output: it is closed, or its device is full\n"));
    }

    @Test
    void tlsFilesThatCannotBeUsedExitWith78() throws Exception {
        Path ca = Files.writeString(directory.resolve("ca.pem"), "nothing\n");
        Path file = Files.writeString(directory.resolve("tls.yaml"), """
                agent:
                  listen: 127.0.0.1:%d
                  tls: {certificate: /none/c, key: /none/k, client-ca: %s, client-names: b}
                targets: {a: {directory: /srv/a}}
                """.formatted(FreePort.next(), ca));
        Script expected = new Script(78, "", """
                %1$s:3: agent.tls.certificate: /none/c: no such file
                %1$s:3: agent.tls.key: /none/k: no such file
                %1$s:3: agent.tls.client-ca: %2$s: no certificate in PEM form (-----BEGIN CERTIFICATE-----)
                """.formatted(file, ca));
        assertThat(Script.hcbridge("check-config", file.toString())).isEqualTo(expected);
        assertThat(Script.hcbridge("serve", "--config", file.toString())).isEqualTo(expected);
    }

    @Test
    void checkConfigExitsWith78AsServeWould() throws Exception {
        assertThat(Script.hcbridge("check-config", directory + "/none.yaml"))
                .isEqualTo(new Script(78, "", directory + "/none.yaml: no such file\n"));
    }

    @Test
    void unreadableFileIsAConfigurationError() throws Exception {
        Path open = Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.writeString(open.resolve("secret.yaml"), "targets: {a: {directory: /srv/a}}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Path jar = Homes.hcbridge().resolve("agent-bridge/target/hcbridge/lib/hcbridge.jar");
        List<String> asNobody =
                List.of("setpriv", "--reuid", "65533", "--regid", "65533", "--clear-groups", "--inh-caps=-all");
        assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root can become another user");
        assumeTrue(run(asNobody, "test", "-r", jar.toString()).exit() == 0, "other users can read the build");

        for (String command : List.of("check-config", "serve --config")) {
            List<String> arguments = new ArrayList<>(List.of(Homes.hcbridge() + "/hcbridge"));
            arguments.addAll(List.of(command.split(" ", -1)));
            arguments.add(file.toString());
            assertThat(run(asNobody, arguments.toArray(String[]::new)))
                    .isEqualTo(new Script(78, "", file + ": cannot be read: permission denied\n"));
        }
    }

    private static Script run(List<String> prefix, String... command) throws Exception {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        return Script.run(all, "");
    }

    @Test
    void sighupReloadsTheConfigurationAndTheBridgeContinues() throws Exception {
        int port = FreePort.next();
        List<String> command = List.of(
                Homes.hcbridge().resolve("hcbridge").toString(),
                "serve",
                "--target=a=" + directory,
                "--default-target=a",
                "--metrics=none",
                "--listen=127.0.0.1:" + port);
        try (ChildProcess bridge = ChildProcess.start(command, directory.resolve("bridge.log"))) {
            Await.until("the first answer", Duration.ofSeconds(20), () -> isAnswered(port));
            for (int times = 1; times <= 2; times++) {
                bridge.signal("HUP");
                int expected = times;
                Await.until("the signal in the log", Duration.ofSeconds(10), () -> hangupsLogged(bridge) == expected);
            }
            Await.until(
                    "the reload", Duration.ofSeconds(10), () -> bridge.output().contains("reload: done (changes=0)"));
            assertThat(isAnswered(port)).isTrue();
            assertThat(bridge.terminate()).as(bridge.output()).isZero();
        }
    }

    @Test
    void sigtermDuringTheStartEndsTheBridgeWithZero() throws Exception {
        List<String> command = List.of(
                Homes.hcbridge().resolve("hcbridge").toString(),
                "serve",
                "--target=a=" + directory,
                "--metrics=none",
                "--listen=127.0.0.1:" + FreePort.next());
        try (ChildProcess bridge = ChildProcess.start(command, directory.resolve("bridge.log"))) {
            Await.until("the event loop", Duration.ofSeconds(20), () -> hasEventLoop(bridge));
            assertThat(bridge.terminate()).as(bridge.output()).isZero();
        }
    }

    /** The event loop's thread starts before the agent port opens. */
    private static boolean hasEventLoop(ChildProcess bridge) {
        Path threads = Path.of("/proc", Long.toString(bridge.pid()), "task");
        try (Stream<Path> all = Files.list(threads)) {
            return all.anyMatch(CommandLineIT::isEventLoop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEventLoop(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).startsWith("vert.x-event");
        } catch (IOException threadEnded) {
            return false;
        }
    }

    private static long hangupsLogged(ChildProcess bridge) {
        return bridge.output().lines().filter(line -> line.contains("SIGHUP: ")).count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "check-config --help",
                "haproxy-config --help",
                "ctl --help",
                "probe --help",
                "--version"
            })
    void helpIsReadable(String arguments) throws Exception {
        Script run = Script.hcbridge(arguments.split(" ", -1));
        assertThat(run.exit()).isZero();
        assertThat(run.stdout()).contains("hcbridge");
        assertThat(run.stdout().lines()).allMatch(line -> line.length() <= 80);
        assertThat(run.stderr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bogus",
                "serve --bogus",
                "serve extra",
                "serve --metrics=none --metrics=none",
                "serve --config",
                "check-config",
                "check-config a b",
                "ctl"
            })
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

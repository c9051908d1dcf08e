/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target whose program decides, as root run by {@code nobody}. */
@Timeout(90)
class ExecTargetIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TARGET = "legacy";

    @TempDir
    Path directory;

    private String user;

    @BeforeEach
    void openTheDirectory() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        user = isRoot() ? ", user: nobody" : "";
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private Path config(String exec) throws IOException {
        return Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {reply-deadline: 800ms, ready-for: 1s}
                targets:
                  legacy: {exec: {%s}}
                """.formatted(exec));
    }

    private BridgeProcess bridge(Path config) throws IOException {
        return BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + config));
    }

    private void say(String output, int exitCode) throws IOException {
        Path draft = Files.writeString(directory.resolve("draft"), "echo '" + output + "'\nexit " + exitCode + "\n");
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(draft, directory.resolve("check.sh"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String ask(BridgeProcess bridge) throws IOException {
        try (Socket socket =
                new Socket(bridge.agent().getAddress(), bridge.agent().getPort())) {
            socket.getOutputStream().write((TARGET + "\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void haproxyFollowsTheProgram() throws Exception {
        say("fine", 0);
        Path config = config("command: [/bin/sh, %s/check.sh], agent-line: true%s".formatted(directory, user));
        HaproxyConfig haproxyConfig = new HaproxyConfig();
        try (BridgeProcess bridge = bridge(config)) {
            haproxyConfig
                    .backend("shop")
                    .server(TARGET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                    .weight(100)
                    .agent(bridge.agent())
                    .agentSend(TARGET)
                    .agentInter(Duration.ofMillis(200));
            try (HaproxyProcess haproxy = HaproxyProcess.start(haproxyConfig)) {
                await(haproxy, ServerState::isUp);
                say("lag 42s", 2);
                await(
                        haproxy,
                        server -> !server.isRunning() && server.agentText().contains("down (exit code 2: lag 42s)"));
                say("drain #backup", 0);
                await(haproxy, server -> server.isRunning() && server.admin().equals("drain"));
                say("up 50%", 0);
                await(haproxy, server -> server.isUp() && server.weight() == 50);
                say("fine again", 0);
                await(haproxy, server -> server.isUp() && server.weight() == 100);
            }
        }
    }

    private static void await(HaproxyProcess haproxy, Predicate<ServerState> condition) {
        Await.until(
                "HAProxy to follow", SOON, () -> condition.test(haproxy.stats().server("shop", TARGET)));
    }

    @Test
    void aProgramThatDoesNotEndFailsInTimeAndIsKilled() throws Exception {
        Files.writeString(directory.resolve("check.sh"), "sleep 1000 & echo $!; wait\n");
        try (BridgeProcess bridge = bridge(config("command: [/bin/sh, %s/check.sh]%s".formatted(directory, user)))) {
            assertThat(ask(bridge)).startsWith("failed fail #no answer within 640ms (run /bin/sh");
            Await.until("the program's group to be killed", SOON, () -> children(bridge) == 0);
        }
    }

    @Test
    void theEndOfTheBridgeKillsRunningPrograms() throws Exception {
        Files.writeString(directory.resolve("check.sh"), "sleep 1000\n");
        try (BridgeProcess bridge = bridge(config("command: [/bin/sh, %s/check.sh]%s".formatted(directory, user)))) {
            try (Socket socket =
                    new Socket(bridge.agent().getAddress(), bridge.agent().getPort())) {
                socket.getOutputStream().write((TARGET + "\n").getBytes(StandardCharsets.US_ASCII));
                Await.until("the program to run", SOON, () -> sleeper(bridge).isPresent());
                ProcessHandle sleeper = sleeper(bridge).orElseThrow();
                assertThat(bridge.terminate()).isZero();
                Await.until("the program to be killed", SOON, () -> !sleeper.isAlive());
            }
        }
    }

    private static long children(BridgeProcess bridge) {
        return ProcessHandle.of(bridge.pid()).orElseThrow().descendants().count();
    }

    /** The program's child, known by its command line, because the launching programs come first. */
    private static Optional<ProcessHandle> sleeper(BridgeProcess bridge) {
        return ProcessHandle.of(bridge.pid())
                .orElseThrow()
                .descendants()
                .filter(process -> commandLine(process).startsWith("sleep\0"))
                .findFirst();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    @Test
    void withoutAFreeSlotTheCheckIsClosedWithoutAReplyAndCounted() throws Exception {
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), """
                agent: {reply-deadline: 2s}
                exec: {max-processes: 1}
                targets:
                  slow: {exec: {command: [/bin/sleep, '0.6']%1$s}}
                  legacy: {exec: {command: [/bin/true]%1$s}, timeout: 100ms}
                """.formatted(user));
        try (BridgeProcess bridge = bridge(config);
                Socket slow =
                        new Socket(bridge.agent().getAddress(), bridge.agent().getPort())) {
            slow.getOutputStream().write("slow\n".getBytes(StandardCharsets.US_ASCII));
            Await.until("the slow program to run", SOON, () -> children(bridge) > 0);
            assertThat(ask(bridge)).isEmpty();
            assertThat(slow.getInputStream().readAllBytes()).asString().startsWith("up");
            assertThat(ask(bridge)).startsWith("up");
            assertThat(bridge.metrics().text())
                    .contains("hcbridge_rejected_requests_total{reason=\"bridge_fault\"} 1.0");
        }
    }

    @Test
    void aProgramOrFileThatOthersMayChangeIsAConfigurationErrorOnItsLine() throws Exception {
        assumeTrue(directory.startsWith("/tmp"), "the directory is below one that everybody may write to");
        Path program = Files.createFile(directory.resolve("check"));
        Path config = config("command: [%s]%s".formatted(program, user));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-r--"));
        String problems = """
                %1$s:3: targets.legacy: exec.command: /tmp must not be writable by a group or by others (mode 1777)
                %1$s:3: targets.legacy: exec: other users could change the configuration file: %1$s must not be writable by a group or by others (mode 0664)
                """.formatted(config);
        for (String command : List.of("serve --config=", "check-config ")) {
            String[] words = (command + config).split(" ", -1);
            assertThat(Script.hcbridge(words)).isEqualTo(new Script(78, "", problems));
        }
    }

    @Test
    void haproxyConfigIsPrintedOnAHostWithoutTheProgram() throws Exception {
        Path config = config("command: [/opt/elsewhere/check], user: nobody");
        assertThat(Script.hcbridge("haproxy-config", "--config=" + config).exit())
                .isZero();
    }

    @Test
    void theUserIsNeededAsRootAndRefusedOtherwise() throws Exception {
        String exec = isRoot() ? "command: [/bin/true]" : "command: [/bin/true], user: nobody";
        Script run = Script.hcbridge("check-config", config(exec).toString());
        assertThat(run.exit()).isEqualTo(78);
        assertThat(run.stderr())
                .endsWith(
                        isRoot()
                                ? "targets.legacy: exec.user: missing; a bridge that runs as root must run the program as"
                                        + " another user\n"
                                : "targets.legacy: exec.user: 'nobody' must not be set; only a bridge that runs as root can"
                                        + " run a program as another user\n");
    }
}

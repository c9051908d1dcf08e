/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static io.hcbridge.bridge.probe.health.FakeHealthSocket.answers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which sockets the probe trusts, on epoll and on the JDK's selector. The service here runs as root. */
@Timeout(60)
@ParameterizedClass
@EnumSource(IoKind.class)
final class ProbeTrustTest {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final Verdict UNTRUSTED = Verdict.failed(
            "untrusted socket: peer uid 4712, .hc-socket owner uid 0; to trust it set targets.NAME.user");

    private final IoKind kind;

    @TempDir
    private Path directory;

    private Path sockets;
    private Path file;
    private Path socket;
    private ProbeRunner runner;

    ProbeTrustTest(IoKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws IOException {
        assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "only root can start a process of another user");
        runner = new ProbeRunner(kind, new BlockingWork(4, 4));
        // Other users need access to the directory of the service, and write permission in that of the sockets.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        sockets = Files.createDirectory(directory.resolve("sockets"));
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
        file = Files.writeString(directory.resolve(".hc-socket"), "a");
        socket = sockets.resolve("a.sock");
    }

    @AfterEach
    void stop() {
        if (runner != null) {
            runner.close();
        }
    }

    @Test
    void socketOfAnotherUserIsNotTrusted() throws Exception {
        HealthProbe probe = probe("");
        try (OtherUserSocket stranger = OtherUserSocket.listen(4712, socket)) {
            assertThat(runner.run(probe)).isEqualTo(UNTRUSTED);
            assertThat(runner.run(probe)).isEqualTo(UNTRUSTED);
            // A Go server exits when a client disconnects without a request.
            assertThat(stranger.requests()).isEqualTo(2);
        }
    }

    @Test
    void ownerOfTheFileIsTrusted() throws Exception {
        Files.setAttribute(file, "unix:uid", 4712);
        try (OtherUserSocket owner = OtherUserSocket.listen(4712, socket)) {
            assertThat(runner.run(probe(""))).isEqualTo(Verdict.UP);
            assertThat(owner.requests()).isEqualTo(1);
        }
    }

    @Test
    void configuredUserIsTrusted() throws Exception {
        try (OtherUserSocket configured = OtherUserSocket.listen(4712, socket)) {
            assertThat(runner.run(probe("4712"))).isEqualTo(Verdict.UP);
            assertThat(runner.run(probe("4713"))).isEqualTo(UNTRUSTED);
            assertThat(configured.requests()).isEqualTo(2);
        }
    }

    @Test
    void userConfiguredByNameIsTrusted() throws Exception {
        try (OtherUserSocket configured = OtherUserSocket.listen(65534, socket)) {
            assertThat(runner.run(probe("nobody"))).isEqualTo(Verdict.UP);
            assertThat(configured.requests()).isEqualTo(1);
        }
    }

    @Test
    void newProcessOnTheSocketIsCheckedAgain() throws Exception {
        HealthProbe probe = probe("");
        try (FakeHealthSocket service = FakeHealthSocket.at(socket, answers("up\n", ""))) {
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            service.kill();
        }
        Files.delete(socket);
        try (OtherUserSocket stranger = OtherUserSocket.listen(4712, socket)) {
            assertThat(runner.run(probe)).isEqualTo(UNTRUSTED);
            assertThat(stranger.requests()).isEqualTo(1);
        }
    }

    @Test
    void untrustedPeerMakesTheProbeReadTheFileAgain() throws Exception {
        HealthProbe probe = probe("");
        Files.setAttribute(file, "unix:uid", 4712);
        try (OtherUserSocket owner = OtherUserSocket.listen(4712, socket)) {
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            Files.delete(file);
            Files.writeString(file, "a\n");
            assertThat(runner.run(probe)).isEqualTo(UNTRUSTED);
            assertThat(owner.requests()).isEqualTo(2);
        }
    }

    @Test
    void symbolicLinkIsNotConnectedTo() throws Exception {
        try (FakeHealthSocket other = FakeHealthSocket.at(sockets.resolve("other.sock"), answers("up\n", ""))) {
            Files.createSymbolicLink(socket, other.path());

            assertThat(runner.run(probe(""))).isEqualTo(Verdict.failed(socket + " is a symbolic link"));
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void symbolicLinkToAnotherProcessIsNotTrustedWhileTheFileIsUnchanged() throws Exception {
        HealthProbe probe = probe("");
        try (FakeHealthSocket service = FakeHealthSocket.at(socket, answers("up\n", ""))) {
            assertThat(runner.run(probe)).isEqualTo(Verdict.UP);
            service.kill();
        }
        Files.delete(socket);
        try (OtherUserSocket other = OtherUserSocket.listen(0, sockets.resolve("other.sock"))) {
            Files.createSymbolicLink(socket, sockets.resolve("other.sock"));
            assertThat(runner.run(probe)).isEqualTo(Verdict.failed(socket + " is a symbolic link"));
            assertThat(other.requests()).isEqualTo(1);
        }
    }

    @Test
    void fileOfAnotherUserInAWorldWritableDirectoryIsNotTrusted() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setAttribute(file, "unix:uid", 4712);
        try (OtherUserSocket owner = OtherUserSocket.listen(4712, socket)) {
            assertThat(runner.run(probe("")))
                    .isEqualTo(Verdict.failed("untrusted .hc-socket: owner uid 4712, its directory of uid 0 is"
                            + " writable by everyone; to trust it set targets.NAME.user"));
            assertThat(runner.run(probe("4712"))).isEqualTo(Verdict.UP);
            assertThat(owner.requests()).isEqualTo(1);
        }
    }

    private HealthProbe probe(String user) {
        return new HealthProbe(runner.environment(), ProbeRunner.config(directory, sockets, user), LIMIT);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.health.ServiceProcess.Outcome;
import io.hcbridge.ipc.internal.client.SocketFile;
import io.hcbridge.ipc.internal.unix.TestPeer;
import io.hcbridge.protocol.health.SocketName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Tests that need a separate process: signals, and a lack of descriptors. */
@Tag("process")
final class ServiceProcessTest {
    /** Less than the 10 s after which silent clients go anyway. */
    private static final Duration SILENT_CLIENTS_LIMIT = Duration.ofSeconds(9);

    @TempDir
    private Path directory;

    @TempDir
    private Path sockets;

    @Test
    void terminatedServiceRemovesItsFiles() throws Exception {
        try (ServiceProcess service = start("")) {
            assertThat(ask().isHealthy()).isTrue();

            service.terminate();

            assertThat(directory).isEmptyDirectory();
            assertThat(sockets).isEmptyDirectory();
        }
    }

    @Test
    void socketOfAKilledServiceIsRemovedByTheNextOne() throws Exception {
        try (ServiceProcess service = start("")) {
            service.kill();
            assertThat(ask().text()).endsWith(": connection refused; is the service running?");
        }

        try (HealthServer next = HealthServer.builder()
                .directory(directory)
                .socketDirectory(sockets)
                .start(() -> {})) {
            assertThat(ask().isHealthy()).isTrue();
            assertThat(sockets).isDirectoryNotContaining(path -> !path.equals(next.socket()));
        }
    }

    @Test
    void withoutDescriptorsIdleClientsAreDisconnectedAndOthersReceiveReplies() throws Exception {
        List<TestPeer> silent = new ArrayList<>();
        try (ServiceProcess service = start("ulimit -n 64; ")) {
            Path socket = new SocketFile(directory).read().name().socketIn(sockets);
            // Without free descriptors, a JVM cannot load classes from a directory, such as the test classes.
            assertThat(ask().isHealthy()).isTrue();
            for (int i = 0; i < 300; i++) {
                silent.add(TestPeer.connect(socket));
            }
            // A service out of descriptors cannot load classes either; jars are open by then, as is what was used
            // before.
            long start = System.nanoTime();

            assertThat(ask().isHealthy()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SILENT_CLIENTS_LIMIT);
            assertThat(silent.get(0).readToEnd()).isEmpty();
            assertThat(service).isNotNull();
        } finally {
            for (TestPeer peer : silent) {
                peer.close();
            }
        }
    }

    /** Needs root to start a process of another user. Without root, {@code PeerAccessControlTest} tests the refusal. */
    @Test
    @EnabledIf("isRoot")
    void processOfAnotherUserMustBeAdmitted() throws Exception {
        try (HealthServer closed = openToAll().start(() -> {})) {
            assertThat(askAsNobody())
                    .isEqualTo(new Outcome(1, "", closed.socket() + " closed the connection without a reply"));
        }
        try (HealthServer open = openToAll().admit("65534").start(() -> {})) {
            assertThat(open.socket()).exists();
            assertThat(askAsNobody().exitCode()).isZero();
        }
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private HealthServerBuilder openToAll() {
        return HealthServer.builder()
                .directory(directory)
                .socketDirectory(sockets)
                .mode("rw-rw-rw-");
    }

    private Outcome askAsNobody() throws Exception {
        Set<PosixFilePermission> forAll = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(directory, forAll);
        Files.setPosixFilePermissions(sockets, forAll);
        // Other users may have no access to the build's directories.
        Path classes = Files.createDirectories(directory.resolve("classes"));
        for (Class<?> type : List.of(HealthServer.class, SocketName.class)) {
            String from = ServiceProcess.location(type).toString();
            run("cp", "-r", from + (Files.isDirectory(Path.of(from)) ? "/." : ""), classes.toString());
        }
        run("chmod", "-R", "a+rX", classes.toString());
        return ServiceProcess.run(
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                ProbeCommand.class,
                classes + ":" + classes + "/*",
                directory.toString(),
                "--socket-directory",
                sockets.toString());
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private ServiceProcess start(String shell) throws Exception {
        ServiceProcess service = ServiceProcess.start(shell, directory, sockets, "rw-------");
        assertThat(Files.exists(directory.resolve(".hc-socket"))).isTrue();
        return service;
    }

    private HealthResult ask() {
        return HealthClient.of(directory)
                .socketDirectory(sockets)
                .timeout(Duration.ofSeconds(20))
                .check();
    }
}

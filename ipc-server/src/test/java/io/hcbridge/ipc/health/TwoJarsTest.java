/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandServer;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.ipc.group.GroupNodeBuilder;
import io.hcbridge.ipc.group.GroupRequest;
import io.hcbridge.ipc.health.ServiceProcess.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A health server needs only the jars of ipc-server and protocol. */
@Tag("process")
final class TwoJarsTest {
    @TempDir
    private Path directory;

    /** A service that queries its own health, drains and closes. */
    static final class Service {
        private Service() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            HealthServer server = HealthServer.builder()
                    .directory(directory)
                    .socketDirectory(directory)
                    .mode("rw-rw-rw-")
                    .admit("65534")
                    .check("disk", () -> {})
                    .start();
            HealthClient client = HealthClient.of(directory).socketDirectory(directory);
            System.out.println(client.check());
            server.weight(50);
            System.out.println(client.status());
            server.close(Duration.ofMillis(1));
        }
    }

    /** Starts a command server without Jackson on the class path. */
    static final class Commands {
        private Commands() {}

        public static void main(String[] arguments) throws Exception {
            Path socket = Path.of(arguments[0]).resolve("admin.sock");
            try {
                CommandServer.builder().path(socket).start();
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
            try {
                CommandClient.to(socket);
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Starts members of a group without JNA on the class path. */
    static final class Members {
        private Members() {}

        public static void main(String[] arguments) throws Exception {
            GroupNodeBuilder builder = GroupNode.builder("edge").directory(Path.of(arguments[0]));
            builder.mode(GroupMode.CLIENT).start().close();
            try {
                builder.mode(GroupMode.MASTER).handler(GroupRequest::payload).start();
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void masterOfAGroupNamesTheMissingLibraryAndAClientDoesNotNeedIt() throws Exception {
        Outcome outcome =
                ServiceProcess.run(List.of(), Members.class, ServiceProcess.classPath(), directory.toString());
        String message = "groups need the library net.java.dev.jna:jna-platform; add it to the class path";
        assertThat(outcome).isEqualTo(new Outcome(0, message, ""));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void healthServerAndClientNeedOnlyTwoJars() throws Exception {
        Outcome outcome =
                ServiceProcess.run(List.of(), Service.class, ServiceProcess.classPath(), directory.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("HealthResult[status=HEALTHY, text=]\n")
                .contains("50");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void commandServerNamesTheMissingLibrary() throws Exception {
        Outcome outcome =
                ServiceProcess.run(List.of(), Commands.class, ServiceProcess.classPath(), directory.toString());
        String message = "commands need the library com.fasterxml.jackson.core:jackson-core; add it to the class path";
        assertThat(outcome).isEqualTo(new Outcome(0, message + "\n" + message, ""));
        assertThat(directory).isEmptyDirectory();
    }
}

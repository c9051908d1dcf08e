/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A {@link FakeHealthSocket} in a process of another user. It replies that it is up. Only root can start it. */
public final class OtherUserSocket implements AutoCloseable {
    private final Process process;

    private OtherUserSocket(Process process) {
        this.process = process;
    }

    public static OtherUserSocket listen(int uid, Path socket) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        "setpriv",
                        "--reuid=" + uid,
                        "--regid=" + uid,
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        socket.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("listening");
        return new OtherUserSocket(process);
    }

    /** Returns the number of requests. */
    public int requests() throws IOException {
        process.outputWriter().append('\n').flush();
        return Integer.parseInt(process.inputReader().readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    static final class Main {
        private Main() {}

        /** Listens on the socket. For each line on standard input, prints the number of requests so far. */
        public static void main(String[] arguments) throws IOException {
            Path path = Path.of(arguments[0]);
            try (FakeHealthSocket socket = FakeHealthSocket.at(path, FakeHealthSocket.answers("up\n", "healthy"))) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
                System.out.println("listening");
                while (System.in.read() >= 0) {
                    System.out.println(socket.requests().size());
                }
            }
        }
    }
}

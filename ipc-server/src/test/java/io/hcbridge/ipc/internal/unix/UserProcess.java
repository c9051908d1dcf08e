/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.protocol.health.SocketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that runs a test's main class, as this user or as another user. Its standard error is that of the test. */
public final class UserProcess implements AutoCloseable {
    /** The user of the test. */
    public static final long SELF = -1;

    private final Process process;

    private UserProcess(Process process) {
        this.process = process;
    }

    /** Skips the test unless it runs as root. Only root can start processes of other users. */
    public static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to start a process of another user");
    }

    /**
     * Starts a main class.
     *
     * @param classes a directory for the classes, which other users can read
     * @param uid the user, and the number of the group
     */
    public static UserProcess start(long uid, Path classes, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (uid != SELF) {
            command.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(classes),
                main.getName()));
        command.addAll(List.of(arguments));
        return new UserProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits for the next line that the process prints. */
    public String readLine() throws IOException {
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("the process has ended");
        }
        return line;
    }

    /** Waits for the end of the process and returns its exit code. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Sends SIGKILL and waits for the end. */
    @Override
    public void close() {
        // Not waitFor(), because close() must not throw InterruptedException.
        process.destroyForcibly().onExit().join();
    }

    /** Copies the classes, because other users may have no access to the build's directories. */
    private static String classPath(Path classes) throws Exception {
        for (Class<?> type : List.of(UserProcess.class, Deadline.class, SocketName.class)) {
            Path from = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            run("cp", "-r", from + (Files.isDirectory(from) ? "/." : ""), classes.toString());
        }
        run("chmod", "-R", "a+rX", classes.toString());
        return classes + ":" + classes + "/*";
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}

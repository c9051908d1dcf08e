/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.haproxy.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A service with a health server, in a separate process with its own directory. Its check fails with the text of the file {@code
 * verdict}. The service prints {@code ready}, and ends at the end of its standard input. Not thread-safe.
 */
final class HealthService implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String VERDICT = "verdict";

    private final Program program;
    private final Path directory;
    private final Path verdict;
    private Process process;

    private HealthService(Program program) throws IOException {
        this.program = program;
        this.directory = program.directory();
        this.verdict = directory.resolve(VERDICT);
        this.process = launch();
    }

    /** Starts a service that uses the Go module. */
    static HealthService inGo(Path directory) throws IOException {
        return new HealthService(
                new Program(directory, List.of(GoCompiler.build("health").toString(), "serve", VERDICT)));
    }

    /** Starts a service that uses the Go module, on Windows. */
    static HealthService inGoOnWindows(Path directory) throws IOException {
        return new HealthService(Wine.run(directory, Wine.goProgram("health"), "serve", VERDICT));
    }

    /** Starts a service that uses the Java library, on Windows. */
    static HealthService inJavaOnWindows(Path directory) throws IOException {
        return new HealthService(Wine.java(directory, JavaHealthService.class.getName(), VERDICT));
    }

    /** Lets the check fail with this text. */
    void fail(String text) throws IOException {
        // A rename replaces the file, because a check may be reading it.
        Path draft = directory.resolve("verdict.new");
        Files.writeString(draft, text, StandardCharsets.ISO_8859_1);
        Files.move(draft, verdict, StandardCopyOption.ATOMIC_MOVE);
    }

    void heal() throws IOException {
        Files.deleteIfExists(verdict);
    }

    Path socket() throws IOException {
        return Path.of("/tmp", Files.readString(directory.resolve(".hc-socket")) + ".sock");
    }

    /** Sends SIGKILL. The file and the socket remain. */
    void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
        removeLeftOver();
    }

    /** Restarts the service. It has a new socket name then. */
    void restart() throws IOException {
        process = launch();
    }

    /** Waits until the process has ended by itself. */
    void awaitEnd() {
        Await.until("the service to end", LIMIT, () -> !process.isAlive());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(program.words() + " outlived its standard input");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            removeLeftOver();
        }
    }

    /** Removes the files, which the Go module does not remove in this case. */
    private void removeLeftOver() throws IOException {
        if (Files.exists(directory.resolve(".hc-socket"))) {
            Files.deleteIfExists(socket());
        }
    }

    private Process launch() throws IOException {
        Process started =
                program.builder().redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = started.inputReader(StandardCharsets.ISO_8859_1).readLine();
        if (!"ready".equals(line)) {
            started.destroyForcibly();
            throw new IllegalStateException(program.words() + " said '" + line + "' in place of 'ready'");
        }
        return started;
    }
}

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
 * A service with a health server, in a process and a directory of its own. Its check fails with the text of the file {@code
 * verdict}; it prints {@code ready} and ends with its standard input. Belongs to one thread.
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

    /** A service on the Go module. */
    static HealthService inGo(Path directory) throws IOException {
        return new HealthService(
                new Program(directory, List.of(GoCompiler.build("health").toString(), "serve", VERDICT)));
    }

    /** The same on Windows. */
    static HealthService inGoOnWindows(Path directory) throws IOException {
        return new HealthService(Wine.run(directory, Wine.goProgram("health"), "serve", VERDICT));
    }

    /** A service on our library, on Windows. */
    static HealthService inJavaOnWindows(Path directory) throws IOException {
        return new HealthService(Wine.java(directory, JavaHealthService.class.getName(), VERDICT));
    }

    /** Lets the check fail with this text from now on. */
    void fail(String text) throws IOException {
        // By a rename, since a check may be reading.
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

    /** Ends it by SIGKILL, which leaves its file and socket behind. */
    void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
        removeLeftOver();
    }

    /** Starts it again, under a new name. */
    void restart() throws IOException {
        process = launch();
    }

    /** Returns when the process has ended by itself. */
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

    /** The Go module withdraws nothing when it ends like this. */
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

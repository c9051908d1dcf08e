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

/** The Go module's own health server, in a process and a directory of its own. Belongs to one thread. */
final class GoHealthServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Path directory;
    private final Path verdict;
    private Process process;

    private GoHealthServer(Path directory) throws IOException {
        this.directory = directory;
        this.verdict = directory.resolve("verdict");
        this.process = launch();
    }

    static GoHealthServer start(Path directory) throws IOException {
        return new GoHealthServer(directory);
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
        Path left = socket();
        process.destroyForcibly();
        awaitEnd();
        Files.deleteIfExists(left);
    }

    /** Starts it again, under a new name. */
    void restart() throws IOException {
        process = launch();
    }

    /** Returns when the process has ended by itself. */
    void awaitEnd() {
        Await.until("the Go health server to end", LIMIT, () -> !process.isAlive());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the Go health server outlived its standard input");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            // Its end is no orderly one, so the module leaves the socket.
            Files.deleteIfExists(socket());
        }
    }

    private Process launch() throws IOException {
        Process started = new Program(
                        directory, List.of(GoCompiler.build("health").toString(), "serve", verdict.toString()))
                .builder()
                .redirectErrorStream(true)
                .start();
        String line = started.inputReader(StandardCharsets.ISO_8859_1).readLine();
        if (!"ready".equals(line)) {
            started.destroyForcibly();
            throw new IllegalStateException("the Go health server said '" + line + "' in place of 'ready'");
        }
        return started;
    }
}

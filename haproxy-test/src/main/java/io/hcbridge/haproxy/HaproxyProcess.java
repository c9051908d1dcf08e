/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real HAProxy in its own directory. It runs as the user of this process, who may be root.
 *
 * <p>Not thread-safe, except for {@link #stats()}.
 */
public final class HaproxyProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);
    private static final int LOG_TAIL = 64 * 1024;

    private final Path directory;
    private final Path config;
    private final Path log;
    private final StatsSocket stats;

    private volatile @Nullable Process process;

    private HaproxyProcess(Path directory) {
        this.directory = directory;
        this.config = directory.resolve("haproxy.cfg");
        this.log = directory.resolve("haproxy.log");
        this.stats = new StatsSocket(directory.resolve("stats.sock"));
    }

    /**
     * Starts HAProxy and returns when it replies on its command socket.
     *
     * @throws IllegalStateException if HAProxy is not installed, rejects its configuration or does not reply within 10 s
     */
    public static HaproxyProcess start(HaproxyConfig config) throws IOException {
        HaproxyProcess haproxy = new HaproxyProcess(Files.createTempDirectory("haproxy"));
        try {
            Files.writeString(haproxy.config, config.render(haproxy.stats.path()));
            haproxy.launch();
            return haproxy;
        } catch (IOException | RuntimeException e) {
            haproxy.close();
            throw e;
        }
    }

    /** Restarts HAProxy with the same configuration and ports. The states of its servers are lost. */
    public void restart() throws IOException {
        stop();
        launch();
    }

    /** HAProxy's own command socket. */
    public StatsSocket stats() {
        return stats;
    }

    /** Returns the configuration and the last 64 KiB of the log, for the report of a failed test. */
    public String describe() {
        return "--- haproxy.cfg ---\n" + read(config) + "--- log ---\n" + log();
    }

    /** Returns the last 64 KiB of the log since {@link #start}. */
    public String log() {
        String text = read(log);
        return text.substring(Math.max(0, text.length() - LOG_TAIL));
    }

    /** Returns the number of log lines since {@link #start} that contain {@code pattern}. */
    public long logged(Pattern pattern) {
        return read(log).lines().filter(pattern.asPredicate()).count();
    }

    /** Returns the text of the first group for each match of {@code pattern} in the log since {@link #start}, in order. */
    public List<String> found(Pattern pattern) {
        return pattern.matcher(read(log)).results().map(match -> match.group(1)).toList();
    }

    /** Returns whether the process has ended. Waits up to 1 s for the end. */
    public boolean hasEnded() throws InterruptedException {
        Process running = process;
        return running == null || running.waitFor(1, TimeUnit.SECONDS);
    }

    /** Ends the process and deletes its directory. Sends SIGKILL if the process has not ended after 2 s. */
    @Override
    public void close() {
        stop();
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private void launch() throws IOException {
        String program = Tool.HAPROXY.path().toString();
        Process started = new ProcessBuilder(program, "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        Await.until("HAProxy to answer on " + stats.path(), START_LIMIT, () -> {
            if (!started.isAlive()) {
                throw new IllegalStateException("HAProxy ended with status " + started.exitValue() + "\n" + describe());
            }
            return stats.isAnswering();
        });
    }

    private void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        running.destroy();
        try {
            if (!running.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return "cannot read " + file + ": " + e + "\n";
        }
    }
}

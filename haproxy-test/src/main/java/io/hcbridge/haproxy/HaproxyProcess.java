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
 * A real HAProxy in a directory of its own. It runs as the user who started it, root included.
 *
 * <p>Belongs to one thread; {@link #stats()} may be used by several.
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
     * Starts HAProxy and returns when it answers on its own socket.
     *
     * @throws IllegalStateException if HAProxy is not installed, refuses its configuration or does not answer within 10 s
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

    /** Ends HAProxy and starts it again with the same configuration and ports; its servers' states start afresh. */
    public void restart() throws IOException {
        stop();
        launch();
    }

    /** HAProxy's own command socket. */
    public StatsSocket stats() {
        return stats;
    }

    /** The configuration and the last 64 KiB of the log, for a person. */
    public String describe() {
        return "--- haproxy.cfg ---\n" + read(config) + "--- log ---\n" + log();
    }

    /** The last 64 KiB of what HAProxy logged since {@link #start}. */
    public String log() {
        String text = read(log);
        return text.substring(Math.max(0, text.length() - LOG_TAIL));
    }

    /** How many lines in which {@code pattern} is found it has logged since {@link #start}. */
    public long logged(Pattern pattern) {
        return read(log).lines().filter(pattern.asPredicate()).count();
    }

    /** What the first group of {@code pattern} matched in each line that it has logged since {@link #start}, in order. */
    public List<String> found(Pattern pattern) {
        return pattern.matcher(read(log)).results().map(match -> match.group(1)).toList();
    }

    /** Whether it has ended, or does within a second, by whatever hand. */
    public boolean hasEnded() throws InterruptedException {
        Process running = process;
        return running == null || running.waitFor(1, TimeUnit.SECONDS);
    }

    /** Ends the process, if need be by force after 2 s, and deletes its directory. */
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

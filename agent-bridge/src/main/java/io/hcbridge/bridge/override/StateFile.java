/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state in a JSON file, replaced whole: written beside it, forced to the disk and renamed onto it. A file that cannot be read or
 * written changes no reply; it is logged, counted and shown. Thread-safe.
 */
public final class StateFile implements StateStore {
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final Executor writer;
    private final AtomicReference<@Nullable SteeringState> unsaved = new AtomicReference<>();

    private volatile String problem = "";

    /** @param writer one thread at a time, away from the event loop */
    public StateFile(Path file, Executor writer) {
        this.file = file;
        this.writer = writer;
    }

    /** What is wrong with the file now; empty while all is well. */
    public Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    @Override
    public SteeringState load() {
        try {
            return StateJson.read(new JsonObject(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return SteeringState.EMPTY;
        } catch (IOException | RuntimeException e) {
            // Whatever somebody wrote into it.
            return unreadable(e);
        }
    }

    @Override
    public void save(SteeringState state) {
        if (unsaved.getAndSet(state) == null) {
            writer.execute(this::write);
        }
    }

    private SteeringState unreadable(Exception e) {
        report("cannot be read, overrides and debts are forgotten", e);
        try {
            // Kept for a person to look at; the next save would overwrite it.
            Files.move(
                    file, file.resolveSibling(file.getFileName() + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException moving) {
            LOG.warn("state file {} cannot be set aside: {}", file, moving.toString());
        }
        return SteeringState.EMPTY;
    }

    private void write() {
        SteeringState state = unsaved.getAndSet(null);
        if (state == null) {
            return;
        }
        try {
            replace(StateJson.write(state).encodePrettily());
            if (!problem.isEmpty()) {
                LOG.info("state file {} can be written again", file);
                problem = "";
            }
        } catch (IOException e) {
            report("cannot be written, overrides and debts would not survive a restart", e);
        }
    }

    private void replace(String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        rename(fresh);
    }

    private void rename(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("its file system cannot rename", e);
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private void report(String what, Exception e) {
        if (problem.isEmpty()) {
            LOG.error("state file {} {}: {}", file, what, e.toString());
        }
        problem = "state file " + file + " " + what + ": " + e;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import io.hcbridge.bridge.log.IoErrors;
import io.hcbridge.bridge.override.SavedState;
import io.hcbridge.bridge.override.StateChange;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.override.StoreHealth;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state in one JSON file, which only one bridge can use. A separate thread collects changes and writes the whole file. It retries
 * until the write succeeds.
 */
public final class FileStateStore implements StateStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileStateStore.class);

    /** The lock is free within milliseconds after the bridge that used it has ended. */
    private static final Duration LOCK_PERIOD = Duration.ofMillis(10);

    private static final int LOGGED_ATTEMPT = 100;

    private final Path file;
    private final SavedState loaded;
    private final StateFileWriter writer;

    // Guarded by this.
    private Batch pending = new Batch();
    private boolean closed;

    /**
     * Changes that wait for the writer, by entry. There is at most one change for each entry, which bounds their number while the disk
     * hangs.
     */
    static final class Batch {
        final Map<Object, StateChange> changes = new LinkedHashMap<>();
        final CompletableFuture<Void> saved = new CompletableFuture<>();
        boolean acknowledgesLoss;
        private boolean isAnnounced;
    }

    private FileStateStore(Path file, SavedState loaded, StateFileWriter writer) {
        this.file = file;
        this.loaded = loaded;
        this.writer = writer;
    }

    /**
     * Locks and reads the file. Then starts a first write, which shows whether the file can be written.
     *
     * @throws IOException if another bridge uses the file, or it cannot be read. The message is for operators. The file is not changed then
     */
    public static FileStateStore open(Path file) throws IOException {
        return open(file, Duration.ofMillis(250));
    }

    /**
     * Opens the file, like {@link #open(Path)}. Waits while another bridge uses it.
     *
     * @param isStopped ends the wait
     * @throws IOException also if {@code isStopped} while another bridge uses the file
     */
    public static FileStateStore openWhenFree(Path file, BooleanSupplier isStopped)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return open(file);
            } catch (StateLock.DeniedException e) {
                throw e;
            } catch (StateLock.LockedException e) {
                if (isStopped.getAsBoolean()) {
                    throw e;
                }
                if (attempt == LOGGED_ATTEMPT) {
                    LOG.warn("state file {}: waiting until another bridge releases its lock", file);
                }
                Thread.sleep(LOCK_PERIOD.toMillis());
            }
        }
    }

    /** @param retryAfter the pause after the first failed write */
    static FileStateStore open(Path fileOrLink, Duration retryAfter) throws IOException {
        Path file = follow(fileOrLink);
        StateLock lock = new StateLock(file);
        boolean opened = false;
        try {
            lock(file, lock);
            StateFormat.Document document = StateDocumentReader.read(file);
            StateFileWriter writer = new StateFileWriter(file, lock, document, retryAfter);
            FileStateStore store = new FileStateStore(file, document.state(), writer);
            writer.start(store::take);
            opened = true;
            return store;
        } catch (StateLock.LockedException | StateLock.ForeignFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("state file " + file + ": cannot be read: " + IoErrors.describe(e), e);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static Path follow(Path fileOrLink) throws IOException {
        try {
            return StateFileLink.follow(fileOrLink);
        } catch (IOException e) {
            throw new IOException("state file " + fileOrLink + ": cannot be read: " + IoErrors.describe(e), e);
        }
    }

    private static void lock(Path file, StateLock lock) throws IOException {
        try {
            lock.acquire();
        } catch (StateLock.ForeignFileException e) {
            throw new StateLock.ForeignFileException("state file " + file + ": " + e.getMessage());
        } catch (StateLock.LockedException e) {
            throw new StateLock.LockedException(
                    "state file " + file + ": " + e.getMessage() + "; set another state-file for each bridge");
        } catch (AccessDeniedException e) {
            if (lock.exists()) {
                throw new StateLock.DeniedException("state file " + file + ": permission denied for its lock file "
                        + lock.file() + "; delete it if no other bridge uses the state file");
            }
        } catch (IOException e) {
            // The directory is missing or read-only. No process can write there. The writer reports the error and
            // retries.
            LOG.debug("state file {}: cannot lock it yet: {}", file, e.toString());
        }
    }

    @Override
    public SavedState load() {
        return loaded;
    }

    @Override
    public CompletionStage<Void> save(Collection<? extends StateChange> changes) {
        return enqueue(changes, false);
    }

    @Override
    public CompletionStage<Void> acknowledgeLoss() {
        return enqueue(List.of(), true);
    }

    @Override
    public StoreHealth health() {
        return writer.health();
    }

    @Override
    public void close(Duration limit) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        writer.close(limit);
    }

    private synchronized CompletionStage<Void> enqueue(
            Collection<? extends StateChange> changes, boolean acknowledgesLoss) {
        if (closed) {
            return CompletableFuture.failedStage(new IOException("state file " + file + ": the bridge is stopping"));
        }
        changes.forEach(change -> pending.changes.put(change.key(), change));
        pending.acknowledgesLoss |= acknowledgesLoss;
        if (!pending.isAnnounced) {
            pending.isAnnounced = true;
            writer.writeSoon();
        }
        return pending.saved.minimalCompletionStage();
    }

    private synchronized Batch take() {
        Batch taken = pending;
        pending = new Batch();
        return taken;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import io.hcbridge.bridge.log.IoErrors;
import io.hcbridge.bridge.override.StateTable;
import io.hcbridge.bridge.override.StoreHealth;
import io.hcbridge.bridge.override.file.FileStateStore.Batch;
import io.hcbridge.bridge.override.file.StateFormat.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the state file on a separate thread, and retries until it succeeds. */
final class StateFileWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StateFileWriter.class);
    private static final Duration MAX_RETRY = Duration.ofSeconds(30);

    private final Path file;
    private final StateLock lock;
    private final Duration firstRetry;
    private final ScheduledThreadPoolExecutor thread;
    private Supplier<Batch> batches = Batch::new;

    // Used only by the thread.
    private final StateTable table;
    private boolean hasUnsavedChanges;
    private boolean hasWritten;
    private boolean isRetryScheduled;
    private Duration nextRetry;

    private volatile Optional<String> problem;
    private volatile Optional<String> loss;

    StateFileWriter(Path file, StateLock lock, Document document, Duration firstRetry) {
        this.file = file;
        this.lock = lock;
        this.table = new StateTable(document.state());
        this.loss = document.loss();
        this.problem = Optional.of("state file " + file + ": not written yet");
        this.firstRetry = firstRetry;
        this.nextRetry = firstRetry;
        // Discards a retry that is scheduled while the store closes.
        this.thread =
                new ScheduledThreadPoolExecutor(1, StateFileWriter::newThread, new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Schedules the first write. */
    void start(Supplier<Batch> newBatches) {
        batches = newBatches;
        writeSoon();
    }

    /** Schedules a write of the changes that {@code batches} has at that time. */
    void writeSoon() {
        thread.execute(this::write);
    }

    StoreHealth health() {
        return new StoreHealth(problem, loss.map(text -> text + "; acknowledge it with: hcbridge ctl ack-state-loss"));
    }

    /** Writes the remaining changes and releases the lock. */
    void close(Duration limit) {
        Future<?> last = thread.submit(this::writeLast);
        thread.shutdown();
        try {
            last.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.error("state file {}: not saved within {} ms after the stop", file, limit.toMillis());
        } catch (ExecutionException e) {
            LOG.error("state file {}: cannot close it", file, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeLast() {
        write();
        if (hasUnsavedChanges) {
            LOG.error("state file {}: the last changes are lost", file);
        }
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("state file {}: cannot release the lock: {}", file, e.toString());
        }
    }

    private void write() {
        Batch batch = batches.get();
        batch.changes.values().forEach(table::apply);
        if (batch.acknowledgesLoss) {
            loss = Optional.empty();
        }
        hasUnsavedChanges |= batch.acknowledgesLoss || !batch.changes.isEmpty();
        try {
            if (hasUnsavedChanges || !hasWritten) {
                lock.acquire();
                AtomicFile.replace(file, StateFormat.write(new Document(table.snapshot(), loss)));
                succeeded();
            }
            batch.saved.complete(null);
        } catch (Throwable e) {
            // An Error is caught, too: the executor would swallow it, and the next attempt may succeed.
            failed(e);
            batch.saved.completeExceptionally(new IOException(problem.orElse(""), e));
        }
    }

    private void succeeded() {
        if (isRetryScheduled || !nextRetry.equals(firstRetry)) {
            LOG.info("state file {}: written again", file);
        }
        hasUnsavedChanges = false;
        hasWritten = true;
        nextRetry = firstRetry;
        problem = Optional.empty();
    }

    private void failed(Throwable e) {
        String text = "state file " + file + ": cannot be written: " + IoErrors.describe(e)
                + "; changes are lost if the bridge ends now";
        if (!problem.equals(Optional.of(text))) {
            LOG.error("{}", text);
        }
        problem = Optional.of(text);
        if (!isRetryScheduled) {
            isRetryScheduled = true;
            thread.schedule(this::retry, nextRetry.toMillis(), TimeUnit.MILLISECONDS);
            Duration doubled = nextRetry.multipliedBy(2);
            nextRetry = doubled.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : doubled;
        }
    }

    private static Thread newThread(Runnable task) {
        Thread made = new Thread(task, "state-file");
        made.setDaemon(true);
        return made;
    }

    private void retry() {
        isRetryScheduled = false;
        write();
    }
}

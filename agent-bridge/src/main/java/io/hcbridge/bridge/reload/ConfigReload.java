/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.reload;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigDifference;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.LoadedConfig;
import io.hcbridge.bridge.config.UnknownAccounts;
import io.hcbridge.bridge.metrics.ReloadMeters;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again and applies it. One reload runs at a time, on a thread of its own, because it reads files. If anything
 * fails, the configuration stays as it is.
 */
public final class ConfigReload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);
    private static final int MAX_WAITING = 8;
    private static final int MAX_LOGGED_CHANGES = 50;

    private final Source source;
    private final Applier applier;
    private final ReloadMeters meters;
    private final AtomicBoolean signalWaits = new AtomicBoolean();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), ConfigReload::thread);

    // Owned by the worker.
    private LoadedConfig running;

    /** Reads the configuration from the files and flags of the start. May block. */
    public interface Source {
        LoadedConfig read() throws ConfigException;
    }

    /** Applies a configuration that differs only in keys that can change while the bridge runs. May block. */
    public interface Applier {
        /**
         * Applies a configuration.
         *
         * @throws IOException if nothing was changed; the message is for operators
         */
        void apply(BridgeConfig config) throws IOException, InterruptedException;
    }

    /** @param running the configuration of the start */
    public ConfigReload(Source source, LoadedConfig running, Applier applier, ReloadMeters meters) {
        this.source = source;
        this.running = running;
        this.applier = applier;
        this.meters = meters;
        worker.allowCoreThreadTimeOut(true);
    }

    /** Reloads the configuration because of a signal. A signal that arrives while another one waits for its turn adds no reload. */
    public void onSignal() {
        if (signalWaits.compareAndSet(false, true)) {
            try {
                worker.execute(() -> {
                    signalWaits.set(false);
                    run(false);
                });
            } catch (RejectedExecutionException e) {
                signalWaits.set(false);
                LOG.warn("reload: ignored a signal (the bridge is stopping, or too many reloads wait)");
            }
        }
    }

    /**
     * Starts a reload, or puts it behind those that run.
     *
     * @param dryRun whether the configuration is only read and compared
     * @return the result; it can be cancelled while it has not started
     * @throws RejectedExecutionException if too many reloads wait, or after {@link #close}
     */
    public Future<ReloadResult> start(boolean dryRun) {
        return worker.submit(() -> run(dryRun));
    }

    private ReloadResult run(boolean dryRun) {
        ReloadResult result = attempt(dryRun);
        if (!dryRun) {
            record(result);
        }
        return result;
    }

    private ReloadResult attempt(boolean dryRun) {
        try {
            LoadedConfig next = source.read();
            ConfigDifference difference = ConfigDifference.between(running, next);
            if (!difference.restartKeys().isEmpty()) {
                return ReloadResult.failure(difference.restartKeys().stream()
                        .map(key -> key + ": changed, and takes effect only after a restart of the bridge")
                        .toList());
            }
            if (!dryRun) {
                applier.apply(next.config());
                running = next;
            }
            return ReloadResult.success(difference.changes());
        } catch (ConfigException e) {
            return ReloadResult.failure(e.problems());
        } catch (IOException e) {
            return ReloadResult.failure(List.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            return ReloadResult.failure(List.of("the bridge is stopping"));
        } catch (RuntimeException | Error e) {
            LOG.error("reload: unexpected failure", e);
            return ReloadResult.failure(List.of(e.toString()));
        }
    }

    private void record(ReloadResult result) {
        if (!result.isSuccess()) {
            meters.failed();
            LOG.error("reload: failed; the old configuration stays in use");
            result.problems().forEach(problem -> LOG.error("reload: {}", problem));
            return;
        }
        meters.succeeded();
        List<String> changes = result.changes();
        LOG.info("reload: done (changes={})", changes.size());
        changes.stream().limit(MAX_LOGGED_CHANGES).forEach(change -> LOG.info("reload: {}", change));
        if (changes.size() > MAX_LOGGED_CHANGES) {
            LOG.info("reload: and {} more changes", changes.size() - MAX_LOGGED_CHANGES);
        }
        warnOfUnknownAccounts();
    }

    private void warnOfUnknownAccounts() {
        try {
            UnknownAccounts.find(running.config()).forEach(LOG::warn);
        } catch (RuntimeException e) {
            LOG.error("reload: cannot look up accounts", e);
        }
    }

    /** Ends a running reload as soon as possible. Idempotent. */
    @Override
    public void close() {
        worker.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "reload");
        thread.setDaemon(true);
        return thread;
    }
}

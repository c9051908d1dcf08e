/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.LoadedConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.MeterValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConfigReloadTest {
    private static final String START = "targets: {a: {directory: /srv/a}}\n";

    @TempDir
    Path directory;

    private final List<BridgeConfig> applied = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore reads = new Semaphore(1000);
    private final Semaphore begun = new Semaphore(0);
    private volatile Instant now = Instant.ofEpochSecond(100);
    private final BridgeMetrics metrics = new BridgeMetrics(() -> now, System::nanoTime, "test");

    private Path file;
    private ConfigReload reload;

    @BeforeEach
    void start() throws Exception {
        file = directory.resolve("c.yaml");
        Files.writeString(file, START);
        reload = new ConfigReload(this::read, load(), applied::add, metrics.reloads());
    }

    @AfterEach
    void stop() {
        reload.close();
        metrics.close();
    }

    private LoadedConfig load() throws ConfigException {
        return new ConfigBuilder().file(file).load();
    }

    private LoadedConfig read() throws ConfigException {
        begun.release();
        reads.acquireUninterruptibly();
        return load();
    }

    private ReloadResult reload(boolean dryRun) throws Exception {
        return reload.start(dryRun).get(10, TimeUnit.SECONDS);
    }

    private double success() {
        return MeterValues.of(metrics, "hcbridge_config_reload_success");
    }

    private double lastSuccess() {
        return MeterValues.of(metrics, "hcbridge_config_last_reload_timestamp_seconds");
    }

    @Test
    void changedConfigurationIsApplied() throws Exception {
        Files.writeString(file, START + "defaults: {timeout: 300ms}\n");
        now = Instant.ofEpochSecond(200);
        assertThat(reload(false).changes()).containsExactly("~ a: timeout default -> 300ms");
        assertThat(applied).containsExactly(load().config());
        assertThat(success()).isOne();
        assertThat(lastSuccess()).isEqualTo(200);
        assertThat(reload(false)).isEqualTo(ReloadResult.success(List.of()));
    }

    @Test
    void dryRunChangesNothing() throws Exception {
        Files.writeString(file, START.replace("a:", "b:"));
        now = Instant.ofEpochSecond(200);
        for (int i = 0; i < 2; i++) {
            assertThat(reload(true).changes()).containsExactly("+ b", "- a");
        }
        Files.writeString(file, "[");
        assertThat(reload(true).isSuccess()).isFalse();
        assertThat(applied).isEmpty();
        assertThat(success()).isOne();
        assertThat(lastSuccess()).isEqualTo(100);
    }

    @Test
    void invalidConfigurationIsNotAppliedAndTheNextValidOneIs() throws Exception {
        Files.writeString(file, START + "colour: red\nlog: {level: loud}\n");
        now = Instant.ofEpochSecond(200);
        assertThat(reload(false).problems())
                .containsExactly(
                        file + ":2: colour: unknown key",
                        file + ":3: log.level: 'loud' must be one of debug, info, warn, error");
        assertThat(applied).isEmpty();
        assertThat(success()).isZero();
        assertThat(lastSuccess()).isEqualTo(100);
        Files.writeString(file, START);
        assertThat(reload(false).isSuccess()).isTrue();
        assertThat(success()).isOne();
    }

    @Test
    void changeThatNeedsARestartNamesTheKeys() throws Exception {
        Files.writeString(file, """
                agent: {listen: 127.0.0.1:1, reply-deadline: 2s}
                state-file: /x
                targets: {a: {directory: /srv/a}, b: {directory: /srv/b}}
                """);
        assertThat(reload(false).problems())
                .containsExactly(
                        "agent.listen: changed, and takes effect only after a restart of the bridge",
                        "agent.reply-deadline: changed, and takes effect only after a restart of the bridge",
                        "state-file: changed, and takes effect only after a restart of the bridge");
        assertThat(applied).isEmpty();
    }

    @Test
    void failureToApplyIsReportedAndTheNextReloadComparesWithTheRunningConfiguration() throws Exception {
        reload.close();
        reload = new ConfigReload(
                this::load,
                load(),
                config -> {
                    if (applied.isEmpty()) {
                        applied.add(config);
                        throw new IOException("busy");
                    }
                },
                new BridgeMetrics(() -> now, System::nanoTime, "test").reloads());
        Files.writeString(file, START.replace("a:", "b:"));
        assertThat(reload(false).problems()).containsExactly("busy");
        assertThat(reload(false).changes()).containsExactly("+ b", "- a");
    }

    @Test
    void oneReloadRunsAtATimeAndFurtherOnesWait() throws Exception {
        reads.drainPermits();
        Future<ReloadResult> first = reload.start(false);
        begun.acquire();
        Future<ReloadResult> second = reload.start(false);
        Files.writeString(file, START.replace("a:", "b:"));
        assertThat(begun.availablePermits()).isZero();
        reads.release(2);
        assertThat(first.get().changes()).containsExactly("+ b", "- a");
        assertThat(second.get().changes()).isEmpty();
    }

    @Test
    void numberOfWaitingReloadsIsLimitedAndACancelledOneNeverRuns() throws Exception {
        reads.drainPermits();
        Future<ReloadResult> first = reload.start(false);
        begun.acquire();
        List<Future<ReloadResult>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(reload.start(true));
        }
        assertThatThrownBy(() -> reload.start(true)).isInstanceOf(RejectedExecutionException.class);
        waiting.forEach(each -> each.cancel(false));
        reads.release(1000);
        first.get();
        assertThat(startWhenThereIsRoom().get().isSuccess()).isTrue();
        assertThat(begun.availablePermits()).isOne();
    }

    /** The worker removes cancelled reloads one after the other. */
    private Future<ReloadResult> startWhenThereIsRoom() {
        while (true) {
            try {
                return reload.start(true);
            } catch (RejectedExecutionException full) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void signalsDuringAReloadCauseOneMore() throws Exception {
        reads.drainPermits();
        reload.onSignal();
        begun.acquire();
        reload.onSignal();
        reload.onSignal();
        reload.onSignal();
        reads.release(1000);
        reload(true);
        assertThat(begun.availablePermits()).isEqualTo(2);
        assertThat(applied).hasSize(2);
    }

    @Test
    void endInterruptsARunningReload() throws Exception {
        reload.close();
        CountDownLatch applying = new CountDownLatch(1);
        reload = new ConfigReload(
                this::load,
                load(),
                config -> {
                    applying.countDown();
                    new CountDownLatch(1).await();
                },
                new BridgeMetrics(() -> now, System::nanoTime, "test").reloads());
        Future<ReloadResult> running = reload.start(false);
        applying.await();
        reload.close();
        assertThat(running.get().problems()).containsExactly("the bridge is stopping");
        assertThatThrownBy(() -> reload.start(false)).isInstanceOf(RejectedExecutionException.class);
        reload.onSignal();
    }
}

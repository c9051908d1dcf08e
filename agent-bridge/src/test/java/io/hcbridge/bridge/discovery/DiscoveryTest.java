/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.bridge.config.DiscoverConfig;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.MeterValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DiscoveryTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final DirectoryWatch.Events NO_EVENTS = new DirectoryWatch.Events(Set.of(), false);
    private static final DirectoryWatch.Events LOST_EVENTS = new DirectoryWatch.Events(Set.of(), true);

    @TempDir
    private Path temp;

    private Path parent;
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    private final BlockingQueue<Set<String>> published = new LinkedBlockingQueue<>();
    /** Added to the clock of the discovery. */
    private final AtomicLong passed = new AtomicLong();

    private @Nullable Discovery discovery;

    @BeforeEach
    void create() throws IOException {
        parent = Files.createDirectory(temp.resolve("srv"));
    }

    @AfterEach
    void close() {
        if (discovery != null) {
            discovery.close();
        }
    }

    @Test
    void theConstructorMakesTheFirstScan() throws Exception {
        service("orders");

        assertThat(open(LONG).targets().keySet()).containsExactly("orders");
        assertThat(MeterValues.of(metrics, "hcbridge_discovery_services")).isEqualTo(1);
    }

    @Test
    void aFirstScanThatFailsIsAnError() {
        Path absent = temp.resolve("absent");

        assertThatIOException()
                .isThrownBy(() -> new Discovery(List.of(DiscoveryRules.all(absent, LONG)), metrics.discovery()))
                .withMessage(absent + " does not exist");
    }

    @Test
    void aNewDirectoryIsFoundByItsEvents() throws Exception {
        open(LONG).start(this::publish);
        service("orders");
        assertThat(next()).containsExactly("orders");

        // The file appears later than the directory.
        Files.createDirectory(parent.resolve("web"));
        Path file = Files.writeString(temp.resolve("hc"), "abcdefghijklmnop");
        Files.move(file, parent.resolve("web").resolve(".hc-socket"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(next()).containsExactly("orders", "web");
    }

    @Test
    void aVanishedServiceIsForgottenAfterItsTime() throws Exception {
        Path orders = service("orders");
        service("web");
        Discovery running = open(Duration.ofMillis(300));
        running.start(this::publish);
        long start = System.nanoTime();
        Files.delete(orders.resolve(".hc-socket"));

        assertThat(next()).containsExactly("web");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(MeterValues.of(metrics, "hcbridge_discovery_services")).isEqualTo(1);
    }

    @Test
    void aServiceThatReturnsInTimeChangesNothing() throws Exception {
        Path orders = service("orders");
        Discovery idle = open(LONG);
        idle.start(this::publish);
        Files.delete(orders.resolve(".hc-socket"));
        awaitServices(0);
        service("orders");
        awaitServices(1);

        assertThat(published).isEmpty();
        assertThat(idle.targets().keySet()).containsExactly("orders");
    }

    @Test
    void aRenamedDirectoryIsWatchedUnderItsNewName() throws Exception {
        Path orders = service("orders");
        open(Duration.ofMillis(1)).start(this::publish);
        Path renamed = Files.move(orders, parent.resolve("renamed"), StandardCopyOption.ATOMIC_MOVE);
        awaitNames("renamed");

        Files.delete(renamed.resolve(".hc-socket"));
        awaitNames();
        service("renamed");
        awaitNames("renamed");
    }

    @Test
    void lostEventsLeadToAScan() throws Exception {
        Discovery manual = open(LONG);
        service("orders");
        manual.handle(NO_EVENTS);
        assertThat(manual.targets()).isEmpty();

        manual.handle(LOST_EVENTS);

        assertThat(manual.targets().keySet()).containsExactly("orders");
    }

    @Test
    void aScanIsMadeEach30SecondsWithoutAnyEvent() throws Exception {
        Discovery manual = open(LONG);
        service("orders");
        pass(Duration.ofMillis(29_900));
        manual.handle(NO_EVENTS);
        assertThat(manual.targets()).isEmpty();
        pass(Duration.ofMillis(100));

        manual.handle(NO_EVENTS);

        assertThat(manual.targets().keySet()).containsExactly("orders");
    }

    @Test
    void aScanThatFailsChangesNothing() throws Exception {
        service("orders");
        Discovery manual = open(Duration.ofMillis(1));
        Path moved = Files.move(parent, temp.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
        for (int i = 0; i < 3; i++) {
            pass(Discovery.SCAN);
            manual.handle(NO_EVENTS);
            assertThat(manual.targets().keySet()).containsExactly("orders");
        }
        assertThat(MeterValues.of(metrics, "hcbridge_discovery_failed_scans_total"))
                .isEqualTo(3);
        Files.move(moved, parent, StandardCopyOption.ATOMIC_MOVE);
        service("web");
        pass(Discovery.SCAN);
        manual.handle(NO_EVENTS);

        assertThat(manual.targets().keySet()).containsExactly("orders", "web");
    }

    @Test
    void aChangeThatCannotBeAppliedIsTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Discovery running = open(LONG);
        running.start(targets -> {
            if (calls.incrementAndGet() == 1) {
                throw new IOException("busy");
            }
            publish(targets);
        });
        service("orders");

        assertThat(next()).containsExactly("orders");
        assertThat(calls).hasValue(2);
    }

    @Test
    void rulesCanBeReplaced() throws Exception {
        service("orders");
        Path other = Files.createDirectory(temp.resolve("other"));
        Discovery running = open(LONG);
        running.start(this::publish);
        running.reconfigure(List.of(DiscoveryRules.all(other, LONG)), this::publish);
        assertThat(next()).isEmpty();
        service(other, "web");

        assertThat(next()).containsExactly("web");
    }

    @Test
    void rulesThatFailAreNotUsed() throws Exception {
        service("orders");
        Discovery running = open(LONG);
        running.start(this::publish);
        List<DiscoverConfig> wrong = List.of(DiscoveryRules.all(temp.resolve("absent"), LONG));
        assertThatIOException().isThrownBy(() -> running.reconfigure(wrong, this::publish));
        List<DiscoverConfig> refused = List.of(DiscoveryRules.all(temp, LONG));
        assertThatIOException()
                .isThrownBy(() -> running.reconfigure(refused, targets -> {
                    throw new IOException("busy");
                }));
        service("web");

        assertThat(next()).containsExactly("orders", "web");
    }

    @Test
    void withoutRulesNothingRunsUntilThereAreRules() throws Exception {
        Discovery none = new Discovery(List.of(), metrics.discovery());
        discovery = none;
        none.start(this::publish);
        service("orders");
        none.reconfigure(List.of(DiscoveryRules.all(parent, LONG)), this::publish);
        assertThat(next()).containsExactly("orders");
        service("web");

        assertThat(next()).containsExactly("orders", "web");
    }

    private Discovery open(Duration forgetAfter) throws IOException {
        Discovery opened = new Discovery(
                List.of(DiscoveryRules.all(parent, forgetAfter)),
                metrics.discovery(),
                () -> System.nanoTime() + passed.get());
        discovery = opened;
        return opened;
    }

    private void pass(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    private void publish(Map<String, TargetConfig> targets) {
        published.add(targets.keySet());
    }

    private Set<String> next() throws InterruptedException {
        return Optional.ofNullable(published.poll(20, TimeUnit.SECONDS)).orElseThrow();
    }

    private void awaitNames(String... names) throws InterruptedException {
        while (!next().equals(Set.of(names))) {
            // An earlier step of the same change.
        }
    }

    private void awaitServices(int count) {
        while (MeterValues.of(metrics, "hcbridge_discovery_services") != count) {
            Thread.onSpinWait();
        }
    }

    private void service(Path directory, String name) throws IOException {
        Files.createDirectories(directory.resolve(name));
        Files.writeString(directory.resolve(name).resolve(".hc-socket"), "abcdefghijklmnop");
    }

    private Path service(String name) throws IOException {
        service(parent, name);
        return parent.resolve(name);
    }
}

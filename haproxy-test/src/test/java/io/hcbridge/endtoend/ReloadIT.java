/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reload of the configuration by an operator. */
@Timeout(150)
class ReloadIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final int STABLE = 20;
    private static final int CHANGING = 100;
    private static final int RELOADS = 20;
    private static final Duration DURATION = LongForm.choose(Duration.ZERO, Duration.ofSeconds(60));
    private static final int CHECKS_PER_SECOND = 500;
    private static final int CLIENTS = 4;
    private static final int MIN_CHECKS_PER_RELOAD = 40;

    @TempDir
    Path directory;

    private Path conf;
    private HealthServer healthy;
    private HealthServer sick;
    private BridgeProcess bridge;

    /** Number of reloads that have begun, plus the number of those that have ended. It is odd during a reload. */
    private final AtomicInteger phase = new AtomicInteger();

    private volatile boolean isOver;
    private final Semaphore checked = new Semaphore(0);

    @BeforeEach
    void start() throws Exception {
        healthy = HealthServer.builder()
                .directory(Files.createDirectory(directory.resolve("healthy")))
                .start(() -> {});
        sick = HealthServer.builder()
                .directory(Files.createDirectory(directory.resolve("sick")))
                .start(() -> {
                    throw new IllegalStateException("database gone");
                });
        conf = Files.createDirectory(directory.resolve("conf.d"));
        Files.writeString(conf.resolve("00-agent.yaml"), "admin: {socket: " + socket() + "}\n");
        write("10-stable.yaml", "stable", STABLE);
        bridge = BridgeProcess.start(Homes.hcbridge(), directory.resolve("bridge.log"), List.of("--config=" + conf));
    }

    @AfterEach
    void stop() throws IOException {
        bridge.close();
        healthy.close();
        sick.close();
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }

    /** Writes targets, of which every second one is healthy. */
    private void write(String file, String prefix, int count) throws IOException {
        StringBuilder yaml = new StringBuilder("targets:\n");
        for (int i = 0; i < count; i++) {
            String service = isHealthy(i) ? "healthy" : "sick";
            yaml.append("  " + prefix + i + ": {directory: " + directory.resolve(service) + "}\n");
        }
        Files.writeString(conf.resolve(file), yaml);
    }

    private static boolean isHealthy(int i) {
        return i % 2 == 0;
    }

    private String ask(String target) throws IOException {
        try (Socket client =
                new Socket(bridge.agent().getAddress(), bridge.agent().getPort())) {
            client.setSoTimeout((int) LIMIT.toMillis());
            client.getOutputStream().write((target + "\n").getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private Script ctl(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("ctl"));
        words.addAll(List.of(arguments));
        words.add("--admin-socket=" + socket());
        return Script.hcbridge(words.toArray(String[]::new));
    }

    /** Waits, because the page is up to one second old. */
    private void awaitSuccess(String value) {
        Await.until(
                "the gauge",
                LIMIT,
                () -> bridge.metrics().text().contains("hcbridge_config_reload_success " + value + "\n"));
    }

    @Test
    void hundredTargetsComeAndGoUnderLoadWithoutAWrongOrLateReply() throws Exception {
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int first = i;
            clients.add(CompletableFuture.supplyAsync(() -> checkUntilTheEnd(first)));
        }
        CommandClient operator = CommandClient.to(socket());
        long begun = System.nanoTime();
        for (int i = 0; i < RELOADS || i % 2 != 0 || System.nanoTime() - begun < DURATION.toNanos(); i++) {
            if (i % 2 == 0) {
                write("20-changing.yaml", "changing", CHANGING);
            } else {
                Files.delete(conf.resolve("20-changing.yaml"));
            }
            phase.incrementAndGet();
            assertThat(operator.call("reload", Map.of())).contains(i % 2 == 0 ? "+ changing99" : "- changing99");
            phase.incrementAndGet();
            awaitChecks(MIN_CHECKS_PER_RELOAD);
        }
        isOver = true;
        int checks = 0;
        for (CompletableFuture<Integer> client : clients) {
            checks += client.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(checks).isGreaterThan(RELOADS * MIN_CHECKS_PER_RELOAD);
        System.out.printf(
                "%d checks in %d ms%n",
                checks, Duration.ofNanos(System.nanoTime() - begun).toMillis());
        Await.until(
                "the end of the series", LIMIT, () -> !bridge.metrics().text().contains("changing"));
    }

    private void awaitChecks(int count) throws InterruptedException {
        checked.drainPermits();
        assertThat(checked.tryAcquire(count, LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    /** Checks one target after the other, and returns the number of checks. Fails at the first wrong or late reply. */
    private int checkUntilTheEnd(int first) {
        int checks = 0;
        long begun = System.nanoTime();
        for (int i = first; !isOver; i = (i + 1) % (STABLE + CHANGING)) {
            long due = begun + checks * TimeUnit.SECONDS.toNanos(1) * CLIENTS / CHECKS_PER_SECOND;
            // The rate of the load. A client that is late does not wait.
            LockSupport.parkNanos(due - System.nanoTime());
            int before = phase.get();
            String target = i < STABLE ? "stable" + i : "changing" + (i - STABLE);
            long start = System.nanoTime();
            String reply;
            try {
                reply = ask(target);
            } catch (IOException e) {
                throw new AssertionError("check of " + target, e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
            int after = phase.get();
            String known = isHealthy(i) ? "up\n" : "down #database gone\n";
            String unknown = "failed fail #unknown target '" + target + "'\n";
            if (i < STABLE) {
                assertThat(reply).isEqualTo(known);
            } else if (before != after || before % 2 != 0) {
                assertThat(reply).isIn(known, unknown);
            } else {
                assertThat(reply).isEqualTo(before % 4 == 2 ? known : unknown);
            }
            checks++;
            checked.release();
        }
        return checks;
    }

    @Test
    void brokenFileKeepsTheOldConfigurationUntilItIsCorrected() throws Exception {
        Path broken = conf.resolve("20-broken.yaml");
        Files.writeString(broken, "targets: {search: {directry: /srv/search}}\n");
        String problem = broken + ":1: targets.search.directry: unknown key; did you mean 'directory'?";
        Script reload = ctl("reload");
        assertThat(reload.exit()).isEqualTo(1);
        assertThat(reload.stdout()).isEmpty();
        assertThat(reload.stderr())
                .startsWith("hcbridge ctl: the configuration was not changed:\n  ")
                .contains("  " + problem + "\n");
        assertThat(bridge.log()).contains("reload: failed; the old configuration stays in use", "reload: " + problem);
        awaitSuccess("0.0");
        assertThat(ask("stable0")).isEqualTo("up\n");
        assertThat(ask("search")).isEqualTo("failed fail #unknown target 'search'\n");

        Files.writeString(broken, "targets: {search: {directory: " + directory.resolve("healthy") + "}}\n");
        assertThat(ctl("reload", "--dry-run")).isEqualTo(new Script(0, "+ search\n", ""));
        awaitSuccess("0.0");
        bridge.signal("HUP");
        Await.until("the reload", LIMIT, () -> bridge.log().contains("reload: + search"));
        assertThat(ask("search")).isEqualTo("up\n");
        awaitSuccess("1.0");
        assertThat(ctl("reload")).isEqualTo(new Script(0, "no changes\n", ""));
    }

    @Test
    void documentedExampleIsPrinted() throws Exception {
        Path file = conf.resolve("20-example.yaml");
        Files.writeString(file, "targets: {legacy: {directory: /l}, orders: {directory: /o, timeout: 500ms}}\n");
        assertThat(ctl("reload").exit()).isZero();
        Files.writeString(file, "targets: {search: {directory: /s}, orders: {directory: /o, timeout: 700ms}}\n");
        StringBuilder printed = new StringBuilder();
        List<String> lines =
                Document.read("docs/RELOADING.md").block("console").lines().toList();
        for (String line : lines) {
            if (line.startsWith("$ ")) {
                Script run = ctl(line.substring("$ hcbridge ctl ".length()).split(" ", -1));
                assertThat(run.exit()).as(run.stderr()).isZero();
                printed.append(line).append('\n').append(run.stdout());
            }
        }
        assertThat(printed.toString().lines()).containsExactlyElementsOf(lines);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.bridge.config.BridgeConfig.AdminConfig;
import io.hcbridge.bridge.config.ProbeSchedule;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.Clocks;
import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.override.SavedState;
import io.hcbridge.bridge.override.StateChange;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.override.StoreHealth;
import io.hcbridge.bridge.override.file.FileStateStore;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.shape.StabilityRules;
import io.hcbridge.bridge.source.OnDemandSource;
import io.hcbridge.bridge.source.ResultPipeline;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.command.CommandClient;
import io.hcbridge.ipc.command.CommandException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the commands over the command socket, with targets that are not probed. */
@Timeout(60)
final class AdminServerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Probe NO_PROBE = new Probe() {
        @Override
        public void start(Consumer<ProbeResult> done) {
            done.accept(Verdict.UP);
        }

        @Override
        public String describeLast() {
            return "not probed";
        }
    };

    @TempDir
    private Path directory;

    private ExecutorService loop = Executors.newSingleThreadExecutor();
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    private StateStore store = StateStore.inMemory();
    private Targets targets = new Targets(Map.of(), "");
    private List<String> aliases = List.of();
    private @Nullable AdminServer server;

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        store.close(Duration.ofSeconds(5));
        loop.shutdownNow();
        metrics.close();
    }

    @Test
    void replyToSetIsSentAfterTheChangeIsOnDisk() throws Exception {
        Path file = directory.resolve("state.json");
        store = FileStateStore.open(file);
        start("orders", "billing");
        for (int weight = 1; weight <= 20; weight++) {
            JsonObject answer = call("set", Map.of("target", "orders", "weight", weight));
            assertThat(answer.containsKey("not-saved")).isFalse();
            assertThat(saved(file)
                            .getJsonObject("orders")
                            .getJsonObject("weight")
                            .getInteger("value"))
                    .isEqualTo(weight);
        }
        call("clear", Map.of("target", "*"));
        assertThat(saved(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "clear", "ack-state-loss"})
    void changeThatCannotBeSavedIsInEffectAndIsReported(String command) throws Exception {
        store = FileStateStore.open(directory.resolve("gone/state.json"));
        start("orders");
        JsonObject answer = call(command, command.equals("set") ? drain() : Map.of("target", "orders"));
        assertThat(answer.getString("not-saved"))
                .contains("gone/state.json: cannot be written: no such file or directory")
                .endsWith("the change is in effect, and the bridge keeps trying to save it");
        assertThat(call("list", Map.of()).getString("problem")).contains("cannot be written");
        assertThat(reply("10.0.0.1")).startsWith(command.equals("set") ? "drain up" : "up");
    }

    @Test
    void overrideIsShownWithAllItsFields() throws Exception {
        start("orders", "billing");
        JsonObject answer =
                call("set", Map.of("target", "orders", "state", "drain", "reason", "deploy 42", "for", "10m"));
        String user = Files.getOwner(directory).getName();
        JsonObject override = new JsonObject()
                .put("value", "drain")
                .put("reason", "deploy 42")
                .put("by", user)
                .put("since", "2026-01-02T03:04:05Z")
                .put("until", "2026-01-02T03:14:05Z");
        JsonObject row = new JsonObject()
                .put("target", "orders")
                .put("verdict", "unknown")
                .put("reason", "")
                .put("override", override)
                .put("pending", 0);
        assertThat(answer).isEqualTo(new JsonObject().put("targets", new JsonArray().add(row)));
        assertThat(call("list", Map.of()).getJsonArray("targets")).hasSize(2).contains(row);
        assertThat(reply("10.0.0.1")).isEqualTo("drain up #set by " + user + ": deploy 42\n");

        call("clear", Map.of("target", "orders"));
        assertThat(reply("10.0.0.1")).isEqualTo("ready up\n");
        JsonObject explained = call("explain", Map.of("target", "orders"));
        assertThat(explained.getInteger("pending")).isEqualTo(1);
        assertThat(explained.getString("probe")).startsWith("not probed, in ");
        JsonObject last = explained.getJsonArray("last-replies").getJsonObject(0);
        assertThat(last.getString("haproxy")).isEqualTo("10.0.0.1");
        assertThat(last.getString("line")).isEqualTo("ready up");
        assertThat(last.getString("pending")).isEqualTo("ready");
        assertThat(Instant.parse(last.getString("at"))).isBetween(NOW.minusSeconds(60), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set|state=drain|no target ''; the targets are: orders",
                "set|target=ordrs,state=drain|no target 'ordrs'; the targets are: orders",
                "set|target=orders|set needs either a state (up, down, stopped, drain, maint) or a weight (1 to 100)",
                "set|target=orders,state=up,weight=5|set needs either a state",
                "set|target=orders,state=Up|state: 'Up' must be one of up, down, stopped, drain, maint",
                "set|target=orders,weight=0|weight: 0 must be 1 to 100 percent; to stop traffic, set drain",
                "set|target=orders,weight=101|weight: 101 must be 1 to 100 percent; to stop traffic, set drain",
                "set|target=orders,weight=NaN|argument 'weight': 'NaN' must be a whole number",
                "set|target=orders,state=up,for=366d|for: 366d must be at most 365d",
                "set|target=orders,state=up,for=0s|for: 0s must be positive",
                "list|from=-1|argument 'from': -1 must be 0 to 1000000",
                "list|from=1000001|argument 'from': 1000001 must be 0 to 1000000",
                "explain|target=*|no target '*'; the targets are: orders",
                "log-level|level=loud|level: 'loud' must be one of debug, info, warn, error",
            })
    void errorNamesTheValueAndTheRule(String command, String arguments, String message) throws Exception {
        start("orders");
        Map<String, String> given = Arrays.stream(arguments.split(","))
                .map(a -> a.split("=", 2))
                .collect(Collectors.toMap(a -> a[0], a -> a[1]));
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call(command, given))
                .withMessageStartingWith(message);
        assertThat(call("list", Map.of())
                        .getJsonArray("targets")
                        .getJsonObject(0)
                        .containsKey("override"))
                .isFalse();
    }

    @Test
    void longestTimeAndLastPageAreAccepted() throws Exception {
        start("orders");
        assertThat(call("set", Map.of("target", "orders", "state", "up", "for", "365d"))
                        .getJsonArray("targets"))
                .hasSize(1);
        assertThat(call("list", Map.of("from", 1_000_000)).getJsonArray("targets"))
                .isEmpty();
        assertThat(call("list", Map.of("from", 0)).getJsonArray("targets")).hasSize(1);
    }

    @Test
    void requestOfMoreThan64KibIsRejected() throws Exception {
        start("orders");
        String most = "x".repeat(64 * 1024 - 200);
        assertThat(call("set", Map.of("target", "orders", "state", "up", "reason", most))
                        .getJsonArray("targets"))
                .hasSize(1);
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call("set", Map.of("target", "orders", "state", "up", "reason", most + most)))
                .withMessageContaining("must be at most 65536");
    }

    @Test
    void numberOfMoreThan32CharactersIsRejectedWithoutParsing() throws Exception {
        start("orders");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call("list", Map.of("from", "9".repeat(60_000))))
                .withMessageContaining("must have at most 32");
    }

    @Test
    void pageHasAHundredRows() throws Exception {
        start(IntStream.range(0, 201).mapToObj(i -> "t" + i).toArray(String[]::new));
        JsonObject first = call("list", Map.of());
        assertThat(first.getJsonArray("targets")).hasSize(100);
        assertThat(first.getInteger("next")).isEqualTo(100);
        JsonObject second = call("list", Map.of("from", 100));
        assertThat(second.getJsonArray("targets").getJsonObject(0).getString("target"))
                .isEqualTo("t100");
        assertThat(second.getInteger("next")).isEqualTo(200);
        JsonObject third = call("list", Map.of("from", 200));
        assertThat(third.getJsonArray("targets")).hasSize(1);
        assertThat(third.containsKey("next")).isFalse();
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call("explain", Map.of("target", "none")))
                .withMessageStartingWith("no target 'none'; the targets are: t0, t1")
                .withMessageEndingWith("t19 and 181 more");
    }

    @Test
    void tenThousandTargetsAreDrainedAndListedWithinTheLimits() throws Exception {
        store = FileStateStore.open(directory.resolve("state.json"));
        start(IntStream.range(0, 10_000).mapToObj(i -> "t" + i).toArray(String[]::new));
        // A command that uses the event loop for more than 4 s fails.
        call("set", Map.of("target", "*", "state", "drain"));
        onLoop(() ->
                targets.all().forEach(target -> IntStream.range(0, 4).forEach(i -> sendReply(target, "10.0.0." + i))));
        long start = System.nanoTime();
        int rows = 0;
        Optional<Integer> next = Optional.of(0);
        while (next.isPresent()) {
            JsonObject page = call("list", Map.of("from", next.get()));
            rows += page.getJsonArray("targets").size();
            next = Optional.ofNullable(page.getInteger("next"));
        }
        assertThat(rows).isEqualTo(10_000);
        // Each row reads its own 4 replies. If it read all 40 000, this would take minutes.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        call("clear", Map.of("target", "*"));
        store.save(List.of()).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(saved(directory.resolve("state.json"))).isEmpty();
    }

    @Test
    void commandThatABusyEventLoopDidNotStartFailsAndNeverRuns() throws Exception {
        start("orders");
        CountDownLatch released = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call("set", drain()))
                .withMessage(
                        "the bridge is busy: its event loop did not start the command in time; the command was not executed");
        released.countDown();
        assertThat(reply("10.0.0.1")).startsWith("up");
        assertThat(call("ping", Map.of())).isEqualTo(new JsonObject("{\"pong\":true}"));
        assertThat(call("stats", Map.of())).isEqualTo(new JsonObject("{\"targets\":1}"));
        assertThat(call("log-level", Map.of("level", "info"))).isEqualTo(new JsonObject("{\"level\":\"info\"}"));
    }

    /**
     * The event loop is slow and the disk hangs. The change is in effect, and the reply reports it within the time limit of the handler.
     */
    @Test
    void replyIsSentInTimeIfTheLoopIsSlowAndTheDiskHangs() throws Exception {
        store = new HangingStore(store);
        start("orders");
        loop.execute(() -> pause(3000));
        JsonObject answer = call("set", drain());
        assertThat(answer.getString("not-saved"))
                .isEqualTo("the state file was not written in time; the change is in effect, and the bridge keeps"
                        + " trying to save it");
        assertThat(answer.getJsonArray("targets").getJsonObject(0).containsKey("override"))
                .isTrue();
        assertThat(reply("10.0.0.1")).startsWith("drain up");
    }

    @Test
    void lossCanBeAcknowledgedOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("state.json"), "garbage");
        store = FileStateStore.open(file);
        start("orders");
        assertThat(call("list", Map.of()).getString("problem")).contains("did not parse");
        assertThat(call("ack-state-loss", Map.of())).isEqualTo(new JsonObject("{\"acknowledged\":true}"));
        assertThat(call("ack-state-loss", Map.of())).isEqualTo(new JsonObject("{\"acknowledged\":false}"));
        assertThat(call("list", Map.of()).containsKey("problem")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "*"})
    void overrideOfARemovedTargetIsShownAndCleared(String cleared) throws Exception {
        Path file = directory.resolve("state.json");
        store = FileStateStore.open(file);
        start("orders", "old");
        call("set", Map.of("target", "old", "state", "drain"));
        stop();
        loop = Executors.newSingleThreadExecutor();
        store = FileStateStore.open(file);
        start("orders");

        JsonArray rows = call("list", Map.of()).getJsonArray("targets");
        assertThat(rows).hasSize(2);
        assertThat(rows.getJsonObject(0).containsKey("configured")).isFalse();
        assertThat(rows.getJsonObject(1).getString("target")).isEqualTo("old");
        assertThat(rows.getJsonObject(1).getBoolean("configured")).isFalse();
        assertThat(rows.getJsonObject(1).getJsonObject("override").getString("value"))
                .isEqualTo("drain");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call("set", Map.of("target", "old", "state", "up")))
                .withMessage("no target 'old'; the targets are: orders");

        call("clear", Map.of("target", cleared));
        assertThat(call("list", Map.of()).getJsonArray("targets")).hasSize(1);
        assertThat(saved(file)).isEmpty();
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call("clear", Map.of("target", "old")))
                .withMessage("no target 'old'; the targets are: orders");
    }

    @Test
    void targetIsFoundByItsAliasAndItsRowShowsSomeAliases() throws Exception {
        aliases = IntStream.range(0, 7).mapToObj(i -> "be_shop/web" + i).toList();
        start("orders");
        call("set", Map.of("target", "be_shop/web6", "state", "drain"));
        assertThat(reply("10.0.0.1")).startsWith("drain up ");
        JsonObject row = call("explain", Map.of("target", "be_shop/web0"));
        assertThat(row.getString("target")).isEqualTo("orders");
        assertThat(row.getJsonArray("aliases"))
                .containsExactly(
                        "be_shop/web0", "be_shop/web1", "be_shop/web2", "be_shop/web3", "be_shop/web4", "and 2 more");
        call("clear", Map.of("target", "be_shop/web0"));
        assertThat(reply("10.0.0.1")).startsWith("ready up");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> call("clear", Map.of("target", "be_shop/web7")))
                .withMessage("no target 'be_shop/web7'; the targets are: orders");
    }

    /** The alias is the name of an earlier target. */
    @Test
    void clearOfAnAliasAlsoClearsTheOverrideOfAnEarlierTargetWithThisName() throws Exception {
        start("old", "orders");
        call("set", Map.of("target", "*", "state", "drain"));
        stopServer();
        aliases = List.of("old");
        start("orders");
        assertThat(call("list", Map.of()).getJsonArray("targets")).hasSize(2);
        call("clear", Map.of("target", "old"));
        JsonArray rows = call("list", Map.of()).getJsonArray("targets");
        assertThat(rows).hasSize(1);
        assertThat(rows.getJsonObject(0).containsKey("override")).isFalse();
    }

    private void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private void start(String... names) throws IOException {
        ReplyComposer replies = ReplyComposer.load(
                store, new Clocks(() -> NOW, System::nanoTime), Duration.ofSeconds(30), Set.of(names));
        Map<String, Target> byName = new LinkedHashMap<>();
        for (String name : names) {
            byName.put(name, target(name, replies));
        }
        targets = new Targets(byName, "");
        AdminCommands commands = new AdminCommands(
                targets,
                replies,
                store,
                loop,
                () -> NOW,
                () -> new JsonObject().put("targets", names.length),
                Optional.empty());
        AdminConfig config = new AdminConfig(directory.resolve("admin.sock"), Optional.empty(), List.of(), List.of());
        server = AdminServer.start(config, commands);
    }

    private Target target(String name, ReplyComposer replies) {
        TargetMeters meters = metrics.target(name);
        TargetConfig config = new TargetConfig(
                name,
                aliases,
                (environment, target, timeout) -> NO_PROBE,
                Duration.ofSeconds(1),
                OnFailed.FAIL,
                OptionalInt.empty(),
                ProbeSchedule.ON_DEMAND,
                StabilityRules.NONE,
                Optional.empty());
        ResultPipeline pipeline =
                new ResultPipeline(name, StabilityRules.NONE, replies.reportedState(name), meters, System::nanoTime);
        return new Target(config, new OnDemandSource(NO_PROBE, pipeline, Duration.ZERO), replies, meters);
    }

    /** A store whose saves never complete. */
    private record HangingStore(StateStore store) implements StateStore {
        @Override
        public SavedState load() throws IOException {
            return store.load();
        }

        @Override
        public CompletionStage<Void> save(Collection<? extends StateChange> changes) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> acknowledgeLoss() {
            return new CompletableFuture<>();
        }

        @Override
        public StoreHealth health() {
            return store.health();
        }

        @Override
        public void close(Duration limit) {
            store.close(limit);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> drain() {
        return Map.of("target", "orders", "state", "drain");
    }

    private static String sendReply(Target target, String address) {
        PreparedReply prepared = target.prepare(Verdict.UP, address);
        prepared.onSent().run();
        return prepared.reply().render();
    }

    private String reply(String address) throws Exception {
        return loop.submit(() -> sendReply(targets.byName("orders").orElseThrow(), address))
                .get(10, TimeUnit.SECONDS);
    }

    private void onLoop(Runnable work) throws Exception {
        loop.submit(work).get(30, TimeUnit.SECONDS);
    }

    private JsonObject call(String command, Map<String, ?> arguments) throws IOException, CommandException {
        return new JsonObject(CommandClient.to(directory.resolve("admin.sock")).call(command, arguments));
    }

    private static JsonObject saved(Path file) throws IOException {
        return new JsonObject(Files.readString(file)).getJsonObject("overrides");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.StateChange.OfOverrides;
import io.hcbridge.bridge.override.StateChange.OfRamp;
import io.hcbridge.bridge.override.StateChange.OfReport;
import io.hcbridge.bridge.override.StateChange.OfResets;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract test of all stores. */
@Timeout(30)
public abstract class StateStoreContract {
    protected static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final OperatorOverride<State> DRAIN =
            new OperatorOverride<>(State.DRAIN, Reason.of("deploy 42"), "ann", NOW, Optional.of(NOW.plusSeconds(60)));
    private static final OperatorOverride<Integer> WEIGHT =
            new OperatorOverride<>(30, Reason.NONE, "bob", NOW, Optional.empty());
    private static final AddressKey ADDRESS = new AddressKey("orders", "10.0.0.1");
    private static final SavedResets NO_RESETS = new SavedResets(false, false, NOW);
    private static final ServiceReport REPORT = new ServiceReport(
            Optional.of(Admin.MAINT),
            new Capacity(OptionalInt.of(10), OptionalInt.of(7)),
            true,
            Reason.of("disk swap"));

    private StateStore store;

    /** Opens the store, for the first time or after it was closed. */
    protected abstract StateStore open() throws IOException;

    @BeforeEach
    void openFirst() throws IOException {
        store = open();
    }

    @AfterEach
    void closeLast() {
        store.close(LIMIT);
    }

    @Test
    void newStoreIsEmptyAndOk() throws Exception {
        assertThat(store.load()).isEqualTo(SavedState.EMPTY);
        await(store.save(List.of()));
        assertThat(store.health()).isEqualTo(StoreHealth.OK);
    }

    @Test
    void savedStateIsLoaded() throws Exception {
        Overrides overrides = new Overrides(Optional.of(DRAIN), Optional.of(WEIGHT));
        SavedResets resets = new SavedResets(true, false, NOW);
        await(store.save(List.of(
                new OfOverrides("orders", overrides),
                new OfResets(ADDRESS, resets),
                new OfReport("billing", REPORT),
                new OfRamp("web", Optional.of(NOW)))));
        reopen();
        assertThat(store.load())
                .isEqualTo(new SavedState(
                        Map.of("orders", overrides),
                        Map.of(ADDRESS, resets),
                        Map.of("billing", REPORT),
                        Map.of("web", NOW)));
    }

    @Test
    void emptyValueRemovesTheEntry() throws Exception {
        await(store.save(List.of(
                new OfOverrides("orders", Overrides.NONE.withState(DRAIN)),
                new OfResets(ADDRESS, new SavedResets(false, true, NOW)),
                new OfReport("orders", REPORT),
                new OfRamp("orders", Optional.of(NOW)))));
        reopen();
        await(store.save(List.of(
                new OfOverrides("orders", Overrides.NONE),
                new OfResets(ADDRESS, NO_RESETS),
                new OfReport("orders", ServiceReport.NOTHING),
                new OfRamp("orders", Optional.empty()))));
        reopen();
        assertThat(store.load()).isEqualTo(SavedState.EMPTY);
    }

    @Test
    void lastChangeOfAnEntryCounts() throws Exception {
        List<CompletionStage<Void>> saves = new ArrayList<>();
        for (int weight = 1; weight <= 100; weight++) {
            OperatorOverride<Integer> override =
                    new OperatorOverride<>(weight, Reason.NONE, "ann", NOW, Optional.empty());
            saves.add(store.save(List.of(new OfOverrides("orders", Overrides.NONE.withWeight(override)))));
        }
        for (CompletionStage<Void> save : saves) {
            await(save);
        }
        reopen();
        assertThat(store.load()
                        .overrides()
                        .getOrDefault("orders", Overrides.NONE)
                        .weight())
                .hasValueSatisfying(o -> assertThat(o.value()).isEqualTo(100));
    }

    @Test
    void otherEntriesAreKept() throws Exception {
        List<OfOverrides> all = IntStream.range(0, 10_000)
                .mapToObj(i -> new OfOverrides("t" + i, Overrides.NONE.withState(DRAIN)))
                .toList();
        await(store.save(all));
        await(store.save(List.of(new OfOverrides("t5", Overrides.NONE))));
        reopen();
        assertThat(store.load().overrides()).hasSize(9_999).doesNotContainKey("t5");
    }

    @Test
    void lastChangeIsSavedByClose() throws Exception {
        store.save(List.of(new OfReport("orders", REPORT)));
        reopen();
        assertThat(store.load().reports()).containsEntry("orders", REPORT);
    }

    @Test
    void closeIsIdempotent() throws Exception {
        store.close(LIMIT);
        store.close(LIMIT);
        assertThat(store.health().loss()).isEmpty();
    }

    @Test
    void acknowledgementWithoutALossHasNoEffect() throws Exception {
        await(store.acknowledgeLoss());
        assertThat(store.health()).isEqualTo(StoreHealth.OK);
    }

    private void reopen() throws IOException {
        store.close(LIMIT);
        store = open();
    }

    protected static void await(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}

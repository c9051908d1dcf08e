/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.protocol.eosio.BlockTolerance;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The endpoints that were asked about, each with the request that its askers share. What exceeds a limit is a fault of the bridge and no news
 * about a service. Belongs to the event loop.
 */
final class SharedQueries {
    /** Requests under way. */
    static final int MOST_AT_ONCE = 256;
    /** Endpoints that are remembered. */
    static final int MOST_REMEMBERED = 10_000;
    /** An endpoint that was not asked about for so long makes room for a new one. */
    static final long KEEP_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Function<EosioEndpoint, SharedQuery> maker;
    private final LongSupplier nanoTime;
    /** In the order in which they were asked about, so that the first is the one to forget. */
    private final Map<EosioEndpoint, SharedQuery> byEndpoint = new LinkedHashMap<>(16, 0.75f, true);

    private int running;

    /** @param nanoTime a monotonic clock in nanoseconds */
    SharedQueries(Function<EosioEndpoint, SharedQuery> maker, LongSupplier nanoTime) {
        this.maker = maker;
        this.nanoTime = nanoTime;
    }

    /** Asks, or joins a request under way; {@code asker} gets its result exactly once, possibly before this returns. */
    void ask(EosioEndpoint endpoint, BlockTolerance tolerance, Consumer<ProbeResult> asker) {
        SharedQuery query = byEndpoint.get(endpoint);
        boolean isRunning = query != null && query.isRunning();
        if (!isRunning && running >= MOST_AT_ONCE) {
            asker.accept(new BridgeFault(MOST_AT_ONCE + " EOSIO requests are under way"));
            return;
        }
        if (query == null) {
            if (!makeRoom()) {
                asker.accept(new BridgeFault(MOST_REMEMBERED + " EOSIO endpoints were asked about within 10 minutes"));
                return;
            }
            query = maker.apply(endpoint);
            byEndpoint.put(endpoint, query);
        }
        query.askedNanos = nanoTime.getAsLong();
        if (!isRunning) {
            running++;
        }
        query.ask(tolerance, asker, () -> running--);
    }

    private boolean makeRoom() {
        if (byEndpoint.size() < MOST_REMEMBERED) {
            return true;
        }
        Iterator<SharedQuery> oldest = byEndpoint.values().iterator();
        SharedQuery query = oldest.next();
        if (query.isRunning() || nanoTime.getAsLong() - query.askedNanos < KEEP_NANOS) {
            return false;
        }
        oldest.remove();
        query.close();
        return true;
    }

    /** How many endpoints are remembered; from any thread, then possibly a little old. */
    int size() {
        return byEndpoint.size();
    }

    void close() {
        byEndpoint.values().forEach(SharedQuery::close);
    }
}

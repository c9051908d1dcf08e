/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.protocol.eosio.BlockTolerance;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The known endpoints, each with the request that concurrent checks share. If a limit is exceeded, the result is a fault of the bridge,
 * which says nothing about a service. Belongs to the event loop.
 */
final class SharedQueries {
    /** Maximum number of concurrent requests. */
    static final int MOST_AT_ONCE = 256;
    /** Maximum number of known endpoints, many more than can run. */
    static final int MOST_REMEMBERED = 10_000;

    private final Function<EosioEndpoint, SharedQuery> maker;
    /** Endpoints in the order of their last request. The first one is removed first. */
    private final Map<EosioEndpoint, SharedQuery> byEndpoint = new LinkedHashMap<>(16, 0.75f, true);

    private int running;

    SharedQueries(Function<EosioEndpoint, SharedQuery> maker) {
        this.maker = maker;
    }

    /** Starts a request or joins a running one. {@code asker} receives the result exactly once, possibly before this method returns. */
    void ask(EosioEndpoint endpoint, BlockTolerance tolerance, Consumer<ProbeResult> asker) {
        SharedQuery query = byEndpoint.get(endpoint);
        boolean isRunning = query != null && query.isRunning();
        if (!isRunning && running >= MOST_AT_ONCE) {
            asker.accept(new BridgeFault(MOST_AT_ONCE + " EOSIO requests are under way"));
            return;
        }
        if (query == null) {
            makeRoom();
            query = maker.apply(endpoint);
            byEndpoint.put(endpoint, query);
        }
        if (!isRunning) {
            running++;
        }
        query.ask(tolerance, asker, () -> running--);
    }

    /** Forgets the endpoint that was not asked about for the longest time; one under way has askers. */
    private void makeRoom() {
        if (byEndpoint.size() < MOST_REMEMBERED) {
            return;
        }
        Iterator<SharedQuery> oldest = byEndpoint.values().iterator();
        while (oldest.hasNext()) {
            SharedQuery query = oldest.next();
            if (!query.isRunning()) {
                oldest.remove();
                query.close();
                return;
            }
        }
    }

    /** Returns the number of known endpoints. Callable from any thread; the number may be slightly out of date there. */
    int size() {
        return byEndpoint.size();
    }

    void close() {
        byEndpoint.values().forEach(SharedQuery::close);
    }
}

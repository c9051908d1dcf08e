/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.eosio.allow.AllowList;
import io.hcbridge.bridge.eosio.allow.AllowRefusal;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.EosioMeters;
import io.hcbridge.bridge.probe.BlockingWork;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.bridge.probe.eosio.EosioHttp;
import io.hcbridge.bridge.target.CheckTarget;
import io.hcbridge.bridge.target.RequestLines;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import io.hcbridge.protocol.eosio.EosioRequest;
import io.hcbridge.protocol.eosio.EosioRequest.Debug;
import io.hcbridge.protocol.eosio.EosioRequest.Query;
import io.hcbridge.protocol.eosio.EosioUrl;
import java.time.Duration;
import java.util.Optional;

/**
 * Replies to the request lines of the EOSIO agent, which name an API and its URL. A line makes the host send a request; the allow list
 * therefore decides about each line. Belongs to the event loop.
 */
public final class EosioAgent implements RequestLines, AutoCloseable {
    /** Maximum number of concurrent requests. Each has one connection. */
    public static final int MOST_AT_ONCE = SharedQueries.MOST_AT_ONCE;

    /** Threads for lookups. They are separate: a slow name server does not delay other targets. */
    private static final int LOOKUPS = 8;

    private static final int MOST_STUCK_LOOKUPS = MOST_AT_ONCE;
    private static final AgentReply NOT_ALLOWED = AgentReply.of(Health.FAILED, Reason.of("not allowed"));

    private final AllowList allow;
    private final EosioMeters meters;
    private final EosioLog log;
    private final BlockingWork lookups = new BlockingWork(LOOKUPS, MOST_STUCK_LOOKUPS);
    private final EosioHttp http;
    private final SharedQueries queries;
    private final ProbeEnvironment environment;

    /** @param timeout time limit of one request, shorter than the reply deadline */
    public EosioAgent(ProbeEnvironment probes, AllowList allow, Duration timeout, BridgeMetrics metrics) {
        this.allow = allow;
        this.meters = metrics.eosio();
        this.log = new EosioLog(metrics, System::nanoTime);
        this.environment = new ProbeEnvironment(probes.network(), lookups, lookups);
        this.http = new EosioHttp(environment, MOST_AT_ONCE, timeout);
        this.queries = new SharedQueries(
                endpoint -> new SharedQuery(endpoint, environment, http, rule(endpoint), timeout, meters, log));
        meters.urls(queries::size);
    }

    /** Warms up the JVM for requests. Called before checks arrive, and not on the event loop. */
    public void rehearse(Duration limit) {
        EosioRehearsal.run(environment, http, limit);
    }

    @Override
    public Optional<CheckTarget> find(String line) throws ProtocolException {
        EosioRequest request = EosioRequest.parse(line);
        return Optional.of(
                request instanceof Debug debug ? new FixedReply(debug.reply(), meters) : target((Query) request));
    }

    private CheckTarget target(Query query) {
        EosioUrl url;
        try {
            url = EosioUrl.parse(query.url());
        } catch (ProtocolException e) {
            return refuse(AllowRefusal.URL, query.url(), " (" + e.getMessage() + ")");
        }
        Optional<AllowRefusal> refusal = allow.refuse(url, query.host());
        if (refusal.isPresent()) {
            return refuse(
                    refusal.get(),
                    query.url() + query.host().map(host -> " host " + host).orElse(""),
                    "");
        }
        return new EosioCheck(queries, new EosioEndpoint(query.api(), url, query.host()), query.tolerance(), meters);
    }

    private CheckTarget refuse(AllowRefusal why, String what, String detail) {
        log.refused(why, what, detail);
        return new FixedReply(NOT_ALLOWED, meters);
    }

    private AllowedAddresses rule(EosioEndpoint endpoint) {
        return new AllowedAddresses(allow, endpoint, log);
    }

    /** Ends all running requests. Called on the event loop. */
    @Override
    public void close() {
        queries.close();
        http.close();
        lookups.close();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.EosioMeters;
import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.probe.eosio.AddressRule;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.bridge.probe.eosio.EosioHttp;
import io.hcbridge.bridge.probe.eosio.FakeChain;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.eosio.BlockTolerance;
import io.hcbridge.protocol.eosio.BlockTolerance.Generation;
import io.hcbridge.protocol.eosio.EosioApi;
import io.hcbridge.protocol.eosio.EosioUrl;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharedQueriesTest {
    private static final BlockTolerance TEN = BlockTolerance.DEFAULT;

    private final ProbeLoop loop = new ProbeLoop(IoKind.ofSystem());
    private final FakeChain chain = new FakeChain();
    private final EosioHttp http =
            new EosioHttp(loop.environment(), SharedQueries.MOST_AT_ONCE, Duration.ofSeconds(30));
    private final EosioMeters meters = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test").eosio();
    private final AtomicLong nanos = new AtomicLong();
    private AddressRule rule = AddressRule.ANY;
    private final SharedQueries queries = new SharedQueries(
            endpoint -> new SharedQuery(endpoint, loop.environment(), http, rule, Duration.ofSeconds(30), meters),
            nanos::get);

    SharedQueriesTest() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        loop.call(() -> {
            queries.close();
            return true;
        });
        chain.close();
        loop.close();
    }

    private EosioEndpoint endpoint(String path) throws Exception {
        return new EosioEndpoint(EosioApi.V1, EosioUrl.parse(chain.url() + path), Optional.empty());
    }

    private CompletableFuture<ProbeResult> ask(EosioEndpoint endpoint, BlockTolerance tolerance) throws Exception {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        loop.call(() -> {
            queries.ask(endpoint, tolerance, result::complete);
            return true;
        });
        return result;
    }

    private static Health health(CompletableFuture<ProbeResult> result) throws Exception {
        return ((Verdict) result.get(20, TimeUnit.SECONDS)).health();
    }

    @Test
    void askersOfOneEndpointShareARequestAndEachIsJudgedByItsOwnTolerance() throws Exception {
        CountDownLatch allAsked = new CountDownLatch(1);
        chain.answers(client -> {
            await(allAsked);
            String time = LocalDateTime.ofInstant(Instant.now().minusSeconds(8), ZoneOffset.UTC)
                    .toString();
            FakeChain.json(200, "{\"head_block_time\":\"" + time + "\"}").to(client);
        });
        CompletableFuture<ProbeResult> ten = ask(endpoint(""), TEN);
        CompletableFuture<ProbeResult> older = ask(endpoint(""), new BlockTolerance(60, Generation.OLDER));
        CompletableFuture<ProbeResult> more = ask(endpoint(""), new BlockTolerance(120, Generation.LATER));
        allAsked.countDown();
        assertThat(health(ten)).isEqualTo(Health.DOWN);
        assertThat(health(older)).isEqualTo(Health.UP);
        assertThat(health(more)).isEqualTo(Health.UP);
        assertThat(chain.requests()).hasSize(1);
        ask(endpoint(""), TEN).get(20, TimeUnit.SECONDS);
        assertThat(chain.requests()).hasSize(2);
    }

    @Test
    void oneRequestTooManyAtOnceIsAFaultOfTheBridge() throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        chain.answers(client -> {
            await(full);
            FakeChain.json(503, "").to(client);
        });
        List<CompletableFuture<ProbeResult>> running = new ArrayList<>();
        for (int i = 0; i < SharedQueries.MOST_AT_ONCE; i++) {
            running.add(ask(endpoint("/" + i), TEN));
        }
        assertThat(ask(endpoint("/more"), TEN).getNow(Verdict.UP))
                .isEqualTo(new BridgeFault("256 EOSIO requests are under way"));
        // One that is under way can be joined.
        CompletableFuture<ProbeResult> joined = ask(endpoint("/0"), TEN);
        full.countDown();
        for (CompletableFuture<ProbeResult> one : running) {
            assertThat(health(one)).isEqualTo(Health.DOWN);
        }
        assertThat(health(joined)).isEqualTo(Health.DOWN);
        assertThat(health(ask(endpoint("/more"), TEN))).isEqualTo(Health.DOWN);
    }

    @Test
    void endpointIsForgottenWhenItWasNotAskedAboutForTenMinutesAndAnotherNeedsItsPlace() throws Exception {
        rule = new AddressRule() {
            @Override
            public boolean permits(InetAddress address) {
                return false;
            }

            @Override
            public void refused() {}
        };
        for (int i = 0; i < SharedQueries.MOST_REMEMBERED; i++) {
            assertThat(health(ask(endpoint("/" + i), TEN))).isEqualTo(Health.FAILED);
        }
        assertThat(queries.size()).isEqualTo(SharedQueries.MOST_REMEMBERED);
        assertThat(ask(endpoint("/more"), TEN).getNow(Verdict.UP))
                .isEqualTo(new BridgeFault("10000 EOSIO endpoints were asked about within 10 minutes"));
        nanos.set(SharedQueries.KEEP_NANOS - 1);
        assertThat(ask(endpoint("/more"), TEN).getNow(Verdict.UP)).isInstanceOf(BridgeFault.class);
        assertThat(health(ask(endpoint("/0"), TEN))).isEqualTo(Health.FAILED);
        nanos.set(SharedQueries.KEEP_NANOS);
        assertThat(health(ask(endpoint("/more"), TEN))).isEqualTo(Health.FAILED);
        assertThat(queries.size()).isEqualTo(SharedQueries.MOST_REMEMBERED);
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        CompletableFuture<ProbeResult> result = ask(endpoint(""), TEN);
        loop.call(() -> {
            queries.close();
            return true;
        });
        assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo(new BridgeFault("the bridge is stopping"));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the test did not go on");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

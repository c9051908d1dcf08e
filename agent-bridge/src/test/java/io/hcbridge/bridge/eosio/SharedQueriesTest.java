/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import io.hcbridge.bridge.probe.eosio.FakeChain.Answer;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
final class SharedQueriesTest {
    private static final BlockTolerance TEN = BlockTolerance.DEFAULT;
    private static final AddressRule NO_ADDRESS = new AddressRule() {
        @Override
        public boolean permits(InetAddress address) {
            return false;
        }

        @Override
        public void refused(List<InetAddress> addresses) {}
    };

    private final ProbeLoop loop = new ProbeLoop(IoKind.ofSystem());
    private final FakeChain chain = new FakeChain();
    private final EosioHttp http =
            new EosioHttp(loop.environment(), SharedQueries.MOST_AT_ONCE, Duration.ofSeconds(30));
    private final BridgeMetrics metrics = new BridgeMetrics(InstantSource.system(), System::nanoTime, "test");
    private final EosioMeters meters = metrics.eosio();
    private final AtomicLong nanos = new AtomicLong();
    private final EosioLog log = new EosioLog(metrics, nanos::get);
    private final List<EosioEndpoint> made = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(EosioLog.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private AddressRule rule = AddressRule.ANY;
    private final SharedQueries queries = new SharedQueries(endpoint -> {
        made.add(endpoint);
        return new SharedQuery(endpoint, loop.environment(), http, rule, Duration.ofSeconds(30), meters, log);
    });

    SharedQueriesTest() throws Exception {}

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    /** What was logged until now. */
    private List<String> lines() throws Exception {
        return loop.call(() ->
                logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    private static Answer behind(long seconds) {
        return client -> {
            String time = LocalDateTime.ofInstant(Instant.now().minusSeconds(seconds), ZoneOffset.UTC)
                    .toString();
            FakeChain.json(200, "{\"head_block_time\":\"" + time + "\"}").to(client);
        };
    }

    @AfterEach
    void stop() throws Exception {
        logger.detachAppender(logged);
        logger.setAdditive(true);
        logger.setLevel(null);
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
            behind(8).to(client);
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
    void newEndpointTakesThePlaceOfTheOneThatWasNotAskedAboutForTheLongestTime() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        chain.answers(client -> {
            await(end);
            FakeChain.json(503, "").to(client);
        });
        CompletableFuture<ProbeResult> oldest = ask(endpoint("/running"), TEN);
        rule = NO_ADDRESS;
        for (int i = 1; i < SharedQueries.MOST_REMEMBERED; i++) {
            assertThat(health(ask(endpoint("/" + i), TEN))).isEqualTo(Health.FAILED);
        }
        assertThat(made).hasSize(SharedQueries.MOST_REMEMBERED);
        ask(endpoint("/1"), TEN);
        assertThat(health(ask(endpoint("/more"), TEN))).isEqualTo(Health.FAILED);
        assertThat(queries.size()).isEqualTo(SharedQueries.MOST_REMEMBERED);
        // The oldest is under way and the next was asked about again.
        made.clear();
        CompletableFuture<ProbeResult> joined = ask(endpoint("/running"), TEN);
        ask(endpoint("/1"), TEN);
        assertThat(made).isEmpty();
        ask(endpoint("/2"), TEN);
        assertThat(made).containsExactly(endpoint("/2"));
        end.countDown();
        assertThat(health(oldest)).isEqualTo(Health.DOWN);
        assertThat(health(joined)).isEqualTo(Health.DOWN);
    }

    @Test
    void askersWithDifferentTolerancesMakeNoChange() throws Exception {
        chain.answers(behind(3));
        for (int i = 0; i < 10; i++) {
            assertThat(health(ask(endpoint(""), new BlockTolerance(0, Generation.LATER))))
                    .isEqualTo(Health.DOWN);
            assertThat(health(ask(endpoint(""), TEN))).isEqualTo(Health.UP);
        }
        assertThat(lines()).containsExactly("eosio v1 " + chain.url() + ": unknown -> up");
    }

    @Test
    void newEndpointsAndChangesAreLoggedWithALimitOfEach() throws Exception {
        for (int round = 0; round < 10; round++) {
            chain.answers(FakeChain.json(round % 2 == 0 ? 503 : 404, ""));
            for (int i = 0; i < 10; i++) {
                ask(endpoint("/" + round + "/" + i), TEN).get(20, TimeUnit.SECONDS);
            }
        }
        for (int i = 0; i < 10; i++) {
            chain.answers(i % 2 == 0 ? behind(0) : FakeChain.json(503, ""));
            ask(endpoint("/0/0"), TEN).get(20, TimeUnit.SECONDS);
        }
        String url = "eosio v1 " + chain.url();
        assertThat(lines()).containsExactly(url + "/0/0: unknown -> down: HTTP 503", url + "/0/0: down -> up");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        chain.answers(behind(0));
        ask(endpoint("/0/0"), TEN).get(20, TimeUnit.SECONDS);
        assertThat(lines().get(2)).isEqualTo(url + "/0/0: down -> up (and 9 more since the last such line)");
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

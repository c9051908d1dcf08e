/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.probe.KindRunner;
import io.hcbridge.bridge.probe.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProbeRehearsalTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final KindRunner runner = new KindRunner();
    private final List<TargetConfig> targets = new ArrayList<>();

    @AfterEach
    void stop() {
        runner.close();
    }

    private void target(String probe) throws IOException {
        String name = "t" + targets.size();
        targets.add(new TargetConfig(
                name, KindRunner.config(probe), Duration.ofMillis(1), OnFailed.FAIL, OptionalInt.empty()));
    }

    private void rehearse(Duration limit) {
        new ProbeRehearsal(true, limit)
                .start(runner.loop().environment(), targets)
                .await();
    }

    @Test
    void oneTargetOfEachClientIsProbedAndTheConnectionsAreClosed() throws Exception {
        try (ScriptedServer web = ScriptedServer.answering(2, OK);
                ScriptedServer tcp = ScriptedServer.answering(1, "")) {
            for (int i = 0; i < 3; i++) {
                target("http: {url: 'http://127.0.0.1:" + web.port() + "/'}");
                target("tcp: {address: '127.0.0.1:" + tcp.port() + "'}");
            }
            rehearse(KindRunner.LONG);
            assertThat(web.received()).singleElement().asString().startsWith("GET / ");
            assertThat(tcp.connections()).isEqualTo(1);
            web.awaitEnds(1);
            tcp.awaitEnds(1);
        }
    }

    @Test
    void aServiceThatDoesNotAnswerDelaysTheStartOnlyToTheLimit() throws Exception {
        try (ScriptedServer silent = new ScriptedServer((self, client) -> self.hold())) {
            target("http: {url: 'http://127.0.0.1:" + silent.port() + "/'}");
            rehearse(Duration.ofMillis(100));
            assertThat(silent.connections()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void kindThatAppearsLaterIsProbedOnceAndNotOnTheLoopOfTheChecks() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (ScriptedServer web = ScriptedServer.answering(2, OK);
                ScriptedServer tcp = ScriptedServer.answering(1, "")) {
            ProbeRehearsal rehearsal = new ProbeRehearsal(true, KindRunner.LONG);
            target("http: {url: 'http://127.0.0.1:" + web.port() + "/'}");
            rehearsal.start(runner.loop().environment(), targets).await();
            runner.loop().environment().loop().execute(() -> awaitUninterruptibly(gate));
            target("tcp: {address: '127.0.0.1:" + tcp.port() + "'}");
            rehearsal.runApart(targets);
            rehearsal.runApart(targets);
            assertThat(web.connections()).isEqualTo(1);
            assertThat(tcp.connections()).isEqualTo(1);
            tcp.awaitEnds(1);
        } finally {
            gate.countDown();
        }
    }

    @Test
    void aServiceThatDoesNotAnswerDelaysAReloadOnlyToTheLimit() throws Exception {
        try (ScriptedServer silent = new ScriptedServer((self, client) -> self.hold())) {
            target("http: {url: 'http://127.0.0.1:" + silent.port() + "/'}");
            new ProbeRehearsal(true, Duration.ofMillis(100)).runApart(targets);
            assertThat(silent.connections()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void nothingIsProbedIfTheWarmUpIsDisabled() throws Exception {
        try (ScriptedServer web = ScriptedServer.answering(2, OK)) {
            target("http: {url: 'http://127.0.0.1:" + web.port() + "/'}");
            new ProbeRehearsal(false, KindRunner.LONG).runApart(targets);
            assertThat(web.connections()).isZero();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDirectoryAndAProgramAreNotProbed() throws Exception {
        target("directory: /nonexistent");
        target("exec: {command: [/nonexistent]}");
        assertThat(targets).allMatch(target -> target.probe().rehearsal().isEmpty());
        rehearse(KindRunner.LONG);
    }
}

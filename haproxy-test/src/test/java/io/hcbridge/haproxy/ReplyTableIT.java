/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.ReplyRow.Start;
import io.hcbridge.haproxy.ScriptedAgent.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HAProxy's state after every kind of reply, from every previous state: the rows of {@code replies.txt}. */
class ReplyTableIT {
    /** Number of polls with the reply before a row is checked. A wrong change must have time to appear. */
    private static final int POLLS = 3;

    private static final Duration INTERVAL = Duration.ofMillis(200);

    @RegisterExtension
    static final HaproxyExtension HAPROXY = new HaproxyExtension();

    private static final List<Case> CASES = new ArrayList<>();

    /** HAProxy's state of each server after its last poll. */
    private static final Map<String, ServerState> OUTCOMES = new HashMap<>();

    private static HaproxyVersion version = new HaproxyVersion(0, 0);

    /** One row with one start state. It has its own server and agent. */
    record Case(String server, ReplyRow row, Start start, ScriptedAgent agent) {
        Answer answer() {
            return Answer.of(row.reply());
        }

        @Override
        public String toString() {
            String reply = row.reply().replace("\r", "\\r").replace("\n", "\\n");
            return start.shown() + ", then '" + reply + "': " + row.outcome(start);
        }
    }

    @BeforeAll
    static void pollEveryReplyFromEveryState() throws IOException {
        version = HaproxyVersion.installed();
        HaproxyProcess haproxy = HAPROXY.start(config());
        CASES.forEach(each -> each.agent().awaitTaken(1));
        look(haproxy);
        for (Case each : CASES) {
            assertThat(shown(each)).isEqualTo(each.start().shown());
            each.agent().answer(each.answer());
        }
        CASES.forEach(each -> each.agent().awaitTaken(POLLS));
        look(haproxy);
    }

    private static void look(HaproxyProcess haproxy) {
        for (ServerState state : haproxy.stats().serversAtRest()) {
            OUTCOMES.put(state.server(), state);
        }
    }

    static List<Case> cases() {
        return CASES;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void replyHasTheEffectInTheTable(Case row) {
        assertThat(shown(row)).isEqualTo(row.row().outcome(row.start()));
        assertThat(outcome(row).agentText()).isEqualTo(row.row().text());
    }

    private static HaproxyConfig config() throws IOException {
        HaproxyConfig config = new HaproxyConfig();
        // Much longer than a reply takes, so no reply is late on a busy machine.
        Backend backend = config.backend("rows").line("timeout check 5s");
        for (ReplyRow row : ReplyRow.table(version)) {
            for (Start start : ReplyRow.STARTS) {
                Case added = new Case("s" + CASES.size(), row, start, HAPROXY.agent(start.reply()));
                CASES.add(added);
                backend.server(added.server(), HaproxyExtension.NOBODY)
                        .agent(added.agent().address())
                        .agentSend("orders")
                        .agentInter(INTERVAL)
                        .weight(Shown.WEIGHT)
                        .maxconn(Shown.MAXCONN);
            }
        }
        return config;
    }

    private static ServerState outcome(Case row) {
        return Objects.requireNonNull(OUTCOMES.get(row.server()));
    }

    private static String shown(Case row) {
        return Shown.of(outcome(row)).toString();
    }
}

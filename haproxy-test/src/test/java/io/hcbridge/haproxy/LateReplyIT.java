/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.ScriptedAgent.Answer;
import io.hcbridge.haproxy.ScriptedAgent.Manner;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Late and missing replies do not change HAProxy's state. */
class LateReplyIT {
    @RegisterExtension
    final HaproxyExtension extension = new HaproxyExtension();

    @ParameterizedTest
    @CsvSource({"up, UP", "down, DOWN"})
    void replyAfterAgentInterDoesNotChangeTheState(String first, String shown) throws IOException {
        OneServer server = OneServer.start(extension, first + "\n", HaproxyExtension.NOBODY, OneServer::defaults, "");
        assertThat(server.shown()).isEqualTo(shown);

        server.answer(new Answer(first.equals("up") ? "down\n" : "up\n", Manner.TOO_LATE));

        assertThat(server.state().agentStatus()).isEqualTo("L7TOUT");
        assertThat(server.shown()).isEqualTo(shown);
    }

    /** HAProxy reads its clock once for each wake-up. Therefore, a timeout of 300 ms can take 299 ms (measured). */
    @Test
    void timeoutCheckProlongsTheDeadline() throws IOException {
        assertThat(millisUntilHaproxyGivesUp(Duration.ofMillis(50), "timeout check 300ms"))
                .isBetween(290, 2000);
    }

    /** Measured: the deadline of the first late reply is agent-inter up to 2.6, either time on 3.0, and timeout check on 3.2. */
    @Test
    void shorterTimeoutCheckShortensTheDeadlineOnNewerVersions() throws IOException {
        HaproxyVersion version = HaproxyVersion.installed();

        assertThat(millisUntilHaproxyGivesUp(Duration.ofMillis(300), "timeout check 50ms"))
                .isBetween(version.isAtLeast(3, 0) ? 40 : 290, version.isAtLeast(3, 2) ? 250 : 2000);
    }

    private int millisUntilHaproxyGivesUp(Duration agentInter, String timeout) throws IOException {
        OneServer server = OneServer.start(
                extension,
                "up\n",
                HaproxyExtension.NOBODY,
                line -> line.agentSend("orders").agentInter(agentInter),
                timeout);
        server.agent().answer(new Answer("down\n", Manner.TOO_LATE));
        server.agent().awaitTaken(1);
        ServerState state = server.state();
        assertThat(state.agentStatus()).isEqualTo("L7TOUT");
        assertThat(state.isUp()).isTrue();
        return Integer.parseInt(state.field("agent_duration"));
    }

    @ParameterizedTest
    @CsvSource({"up, UP", "down, DOWN"})
    void deadAgentFreezesTheStateUntilHaproxyRestarts(String first, String shown) throws IOException {
        ScriptedAgent clock = extension.agent("up\n");
        ScriptedAgent agent = extension.agent(first + "\n");
        HaproxyConfig config = new HaproxyConfig();
        Backend backend = config.backend("orders").line("timeout check 5s");
        OneServer.defaults(backend.server("one", HaproxyExtension.NOBODY).agent(agent.address()));
        OneServer.defaults(backend.server("clock", HaproxyExtension.NOBODY).agent(clock.address()));
        OneServer server = new OneServer(extension.start(config), agent, backend);
        agent.awaitTaken(1);

        agent.close();
        Await.until(
                "a refused connection",
                Duration.ofSeconds(5),
                () -> server.state().agentStatus().equals("L4CON"));
        clock.awaitTakenAgain(3);
        assertThat(server.state().agentStatus()).isEqualTo("L4CON");
        assertThat(server.shown()).isEqualTo(shown);

        server.haproxy().restart();
        clock.awaitTakenAgain(3);
        assertThat(server.state().agentStatus()).isEqualTo("L4CON");
        assertThat(server.shown()).isEqualTo("UP");
    }

    @Test
    void replyOfARestartedAgentCountsAtOnce() throws IOException {
        OneServer server = OneServer.start(extension, "down\n").answer(new Answer("", Manner.AND_CLOSE));
        assertThat(server.state().agentStatus()).isEqualTo("L7RSP");
        assertThat(server.shown()).isEqualTo("DOWN");

        assertThat(server.answer("up\n").shown()).isEqualTo("UP");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HAProxy's state after several agent replies, and after commands of an operator. */
class AgentRulesIT {
    @RegisterExtension
    final HaproxyExtension extension = new HaproxyExtension();

    @Test
    void readyRevivesNeitherDownNorWeightZero() throws IOException {
        OneServer server = OneServer.start(extension, "drain down 0%\n");

        assertThat(server.answer("ready\n").shown()).isEqualTo("DOWN 0%");
        assertThat(server.answer("50%\n").shown()).isEqualTo("DOWN 50%");
        assertThat(server.answer("up\n").shown()).isEqualTo("UP 50%");
    }

    @Test
    void weightSetDuringMaintIsInForceAfterwards() throws IOException {
        OneServer server = OneServer.start(extension, "maint\n").answer("50%\n");
        boolean shownAtOnce = HaproxyVersion.installed().isAtLeast(3, 0);
        assertThat(server.state().weight()).isEqualTo(shownAtOnce ? 50 : 100);

        assertThat(server.answer("ready\n").state().weight()).isEqualTo(50);
    }

    @Test
    void downSetDuringMaintIsInForceAfterwards() throws IOException {
        OneServer server = OneServer.start(extension, "maint\n").answer("down\n");

        assertThat(server.answer("ready\n").shown()).isEqualTo("DOWN");
    }

    @Test
    void maxconnCannotBeReset() throws IOException {
        OneServer server = OneServer.start(extension, "up maxconn:10\n");

        assertThat(server.answer("ready up 100%\n").shown()).isEqualTo("UP maxconn 10");
    }

    @ParameterizedTest
    @CsvSource({"maint, MAINT", "drain, DRAIN"})
    void readyClearsAnOperatorsStateAndUpDoesNot(String state, String shown) throws IOException {
        OneServer server = OneServer.start(extension, "up 100%\n");

        assertThat(server.operator("state " + state).shown()).isEqualTo(shown);
        assertThat(server.answer("up ready\n").shown()).isEqualTo("UP");
        assertThat(server.operator("state " + state).shown()).isEqualTo("UP");
    }

    @Test
    void hundredPercentReplacesAnOperatorsWeightAndUpDoesNot() throws IOException {
        OneServer server = OneServer.start(extension, "up\n");

        assertThat(server.operator("weight 30").shown()).isEqualTo("UP 30%");
        assertThat(server.answer("up 100%\n").shown()).isEqualTo("UP");
    }

    @Test
    void fiftyPercentOfWeight1Is0() throws IOException {
        HttpBackend http = extension.http("one");
        OneServer server = OneServer.start(
                extension,
                "up\n",
                http.address(),
                line -> line.agentSend("orders").agentInter(OneServer.INTERVAL).weight(1));
        assertThat(HttpStatus.of(server.backend().uri())).isEqualTo(200);

        server.answer("up 50%\n");

        assertThat(server.state().weight()).isZero();
        assertThat(HttpStatus.of(server.backend().uri())).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"balance static-rr", "balance source", "balance uri"})
    void staticBalancingAcceptsOnly0And100Percent(String balance) throws IOException {
        OneServer server = OneServer.start(
                extension, "up\n", HaproxyExtension.NOBODY, OneServer::defaults, balance + "\n    timeout check 5s");

        assertThat(server.answer("up 50%\n").state().weight()).isEqualTo(100);
        assertThat(server.answer("up 0%\n").state().weight()).isZero();
        assertThat(server.answer("up 50%\n").state().weight()).isZero();
        assertThat(server.answer("up 100%\n").state().weight()).isEqualTo(100);
    }

    @Test
    void descriptionIsCutAt127Characters() throws IOException {
        String text = OneServer.start(extension, "up\n")
                .answer("down #" + "d".repeat(300) + "\n")
                .state()
                .agentText();

        assertThat(text).hasSize(127).startsWith("via agent : down (ddd").endsWith("d");
    }

    @ParameterizedTest
    @CsvSource({"up, UP", "down, DOWN"})
    void lineOf20KilobytesIsIgnored(String first, String shown) throws IOException {
        OneServer server = OneServer.start(extension, first + "\n");

        server.answer((first.equals("up") ? "down #" : "up #") + "x".repeat(20_000) + "\n");

        assertThat(server.state().agentText()).isEqualTo("Ignoring incomplete line from agent");
        assertThat(server.shown()).isEqualTo(shown);
    }
}

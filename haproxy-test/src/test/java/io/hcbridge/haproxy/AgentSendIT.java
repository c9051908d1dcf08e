/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that HAProxy sends to the agent. */
class AgentSendIT {
    @RegisterExtension
    final HaproxyExtension extension = new HaproxyExtension();

    /** A server's settings and the bytes that its agent receives. */
    record Sent(String settings, String received) {}

    static Sent[] settings() {
        return new Sent[] {
            new Sent("agent-send \"orders\\n\"", "orders\n"),
            new Sent("agent-send 'orders\\n'", "orders\\n"),
            new Sent("agent-send orders\\n", "orders\n"),
            new Sent("agent-send orders", "orders"),
            new Sent("agent-send \"%[be_name]\\n\"", "%[be_name]\n"),
            new Sent("agent-send \"orders\\n\" send-proxy-v2", "orders\n"),
            new Sent("agent-send \"orders\\n\" send-proxy", "orders\n"),
            new Sent("agent-send \"orders\\n\" ssl verify none", "orders\n"),
            new Sent("", ""),
        };
    }

    @ParameterizedTest
    @MethodSource("settings")
    void agentSendIsSentLiterally(Sent sent) throws IOException {
        OneServer server = OneServer.start(
                extension,
                "down\n",
                HaproxyExtension.NOBODY,
                line -> line.agentInter(OneServer.INTERVAL).with(sent.settings()));

        assertThat(server.agent().lastRequest()).isEqualTo(sent.received());
        assertThat(server.state().isRunning()).isFalse();
    }

    @Test
    void agentCheckUsesTheServersSourceAddress() throws IOException {
        OneServer server = OneServer.start(
                extension,
                "up\n",
                HaproxyExtension.NOBODY,
                line -> line.agentSend("orders").agentInter(OneServer.INTERVAL).source("127.0.0.2"));

        assertThat(server.agent().lastPeer()).isEqualTo("127.0.0.2");
    }
}

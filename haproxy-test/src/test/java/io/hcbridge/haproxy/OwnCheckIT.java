/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code check} together with {@code agent-check}, as usual in production: a server is UP only while both succeed. */
class OwnCheckIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @RegisterExtension
    final HaproxyExtension extension = new HaproxyExtension();

    @Test
    void failedHealthCheckKeepsTheServerDownWithAnyAgentReply() throws IOException {
        OneServer server = OneServer.start(extension, "up\n", HaproxyExtension.NOBODY, this::checked);
        Await.until("the check to fail", LIMIT, () -> server.shown().equals("DOWN"));

        assertThat(server.answer("ready up 100%\n").shown()).isEqualTo("DOWN");
        assertThat(server.state().agentStatus()).isEqualTo("L7OK");
    }

    @Test
    void agentDownKeepsTheServerDownUntilUpDespiteAPassingHealthCheck() throws IOException {
        HttpBackend http = extension.http("one");
        OneServer server = OneServer.start(extension, "up\n", http.address(), this::checked);
        assertThat(server.state().status()).isEqualTo("UP");

        assertThat(server.answer("down\n").state().status()).isEqualTo("DOWN (agent)");
        assertThat(server.answer("\n").state().status()).isEqualTo("DOWN (agent)");
        assertThat(server.answer("ready 100%\n").state().status()).isEqualTo("DOWN (agent)");
        assertThat(server.state().field("check_status")).endsWith("L4OK");

        assertThat(server.answer("up\n").state().status()).isEqualTo("UP");
    }

    @Test
    void serverIsUpWhenItsHealthCheckPassesAgain() throws IOException {
        HttpBackend http = extension.http("one");
        OneServer server = OneServer.start(extension, "up\n", http.address(), this::checked);

        http.close();
        Await.until("the check to fail", LIMIT, () -> server.shown().equals("DOWN"));
        extension.closing(new HttpBackend("one", http.address()));

        Await.until("the check to pass", LIMIT, () -> server.shown().equals("UP"));
    }

    private void checked(ServerLine line) {
        OneServer.defaults(line);
        line.check(Duration.ofMillis(20)).with("fall 2 rise 1");
    }
}

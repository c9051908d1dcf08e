/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HaproxyProcessIT {
    @RegisterExtension
    final HaproxyExtension extension = new HaproxyExtension();

    @Test
    void trafficGoesOnlyToServersThatAreUp() throws IOException {
        HttpBackend one = extension.http("one");
        HttpBackend two = extension.http("two");
        ScriptedAgent agentOfOne = extension.agent("up\n");
        ScriptedAgent agentOfTwo = extension.agent("down\n");
        HaproxyConfig config = new HaproxyConfig();
        Backend backend = config.backend("orders");
        OneServer.defaults(backend.server("one", one.address()).agent(agentOfOne.address()));
        OneServer.defaults(backend.server("two", two.address()).agent(agentOfTwo.address()));
        HaproxyProcess haproxy = extension.start(config);
        agentOfOne.awaitTaken(1);
        agentOfTwo.awaitTaken(1);

        for (int i = 0; i < 10; i++) {
            assertThat(HttpStatus.of(backend.uri())).isEqualTo(200);
        }

        assertThat(one.requests()).isEqualTo(10);
        assertThat(two.requests()).isZero();
        assertThat(haproxy.stats().server("orders", "one").isUp()).isTrue();
        assertThat(haproxy.stats().server("orders", "two").isUp()).isFalse();
    }

    @Test
    void restartKeepsThePortsAndTheLog() throws IOException {
        HttpBackend http = extension.http("one");
        HaproxyConfig config = new HaproxyConfig();
        Backend backend = config.backend("orders");
        backend.server("one", http.address());
        HaproxyProcess haproxy = extension.start(config);
        assertThat(HttpStatus.of(backend.uri())).isEqualTo(200);
        haproxy.stats().set("orders", "one", "state maint");
        assertThat(HttpStatus.of(backend.uri())).isEqualTo(503);
        Await.until(
                "HAProxy to log it",
                Duration.ofSeconds(5),
                () -> haproxy.log().contains("Server orders/one is going DOWN for maintenance"));

        haproxy.restart();

        assertThat(HttpStatus.of(backend.uri())).isEqualTo(200);
        assertThat(haproxy.log()).contains("Server orders/one is going DOWN for maintenance");
    }

    @Test
    void closeEndsTheProcessAndDeletesItsFiles() throws IOException {
        HaproxyProcess haproxy = HaproxyProcess.start(new HaproxyConfig());
        Path directory = haproxy.stats().path().getParent();
        assertThat(directory).isNotEmptyDirectory();

        haproxy.close();
        haproxy.close();

        assertThat(directory).doesNotExist();
    }

    @Test
    void rejectedConfigurationIsShown() throws IOException {
        HaproxyConfig config = new HaproxyConfig();
        config.backend("orders").line("nonsense 17");

        assertThatThrownBy(() -> HaproxyProcess.start(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HAProxy ended with status 1")
                .hasMessageContaining("unknown keyword 'nonsense'");
    }

    @Test
    void rejectedOperatorCommandIsShown() throws IOException {
        StatsSocket stats = extension.start(new HaproxyConfig()).stats();

        assertThatThrownBy(() -> stats.set("orders", "one", "state maint"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No such backend");
        assertThatThrownBy(() -> stats.server("orders", "one"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("HAProxy has no server orders/one");
    }

    @Test
    void errorForAMissingProgramSaysHowToInstallIt() throws IOException {
        Path empty = Files.createTempDirectory("empty");
        try {
            assertThatThrownBy(() -> Tool.HAPROXY.in(Stream.of(empty)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("haproxy not found on PATH; install it: apt-get install haproxy");
        } finally {
            Files.delete(empty);
        }
    }

    @Test
    void portInUseIsNotReturned() throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            int port = FreePort.next();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));

            assertThat(FreePort.isFree(port)).isFalse();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.HaproxyConfig;
import io.hcbridge.haproxy.HaproxyProcess;
import io.hcbridge.haproxy.ServerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A HAProxy with one server that has only an agent check. */
final class WatchedServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /** An address on which no process listens. The server receives no traffic. */
    private static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private final HaproxyProcess haproxy;

    /** @param target the target in HAProxy's {@code agent-send} */
    WatchedServer(String target, InetSocketAddress agent) throws IOException {
        HaproxyConfig config = new HaproxyConfig();
        config.backend("watched")
                .line("timeout check 2s")
                .server("server", NOBODY)
                .agent(agent)
                .agentSend(target)
                .agentInter(INTERVAL)
                .weight(100);
        haproxy = HaproxyProcess.start(config);
    }

    /** Waits until the server is UP in HAProxy and the agent's text contains {@code text}. */
    void awaitUp(String text) {
        await(true, text);
    }

    /** Waits until the server is DOWN in HAProxy and the agent's text contains {@code text}. */
    void awaitDown(String text) {
        await(false, text);
    }

    @Override
    public void close() {
        haproxy.close();
    }

    private void await(boolean up, String text) {
        Await.until("HAProxy to show " + (up ? "up" : "down") + " with '" + text + "'", LIMIT, () -> {
            // HAProxy does not show the text during the next check.
            ServerState state = haproxy.stats().server("watched", "server");
            return state.isUp() == up && state.agentText().contains(text);
        });
    }
}

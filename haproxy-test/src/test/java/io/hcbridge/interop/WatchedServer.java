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

/** A HAProxy with one server, whose health it learns from an agent alone. */
final class WatchedServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /** A server that nobody runs: it gets no traffic. */
    private static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private final HaproxyProcess haproxy;

    /** @param target what HAProxy asks the agent for */
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

    /** Returns when HAProxy shows the server up, and the agent's text has {@code text} in it. */
    void awaitUp(String text) {
        await(true, text);
    }

    /** Returns when HAProxy shows the server down, and the agent's text has {@code text} in it. */
    void awaitDown(String text) {
        await(false, text);
    }

    @Override
    public void close() {
        haproxy.close();
    }

    private void await(boolean up, String text) {
        Await.until("HAProxy to show " + (up ? "up" : "down") + " with '" + text + "'", LIMIT, () -> {
            // HAProxy hides the text while the next check is under way.
            ServerState state = haproxy.stats().server("watched", "server");
            return state.isUp() == up && state.agentText().contains(text);
        });
    }
}

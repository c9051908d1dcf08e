/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** A HAProxy with one server, {@code orders/one}, and one scripted agent. */
record OneServer(HaproxyProcess haproxy, ScriptedAgent agent, Backend backend) {
    static final Duration INTERVAL = Duration.ofMillis(50);

    /** Number of polls after which a change must be visible. */
    private static final int POLLS = 3;

    /** The default settings of the server. */
    static void defaults(ServerLine server) {
        server.agentSend("orders").agentInter(INTERVAL).weight(Shown.WEIGHT).maxconn(Shown.MAXCONN);
    }

    static OneServer start(HaproxyExtension extension, String firstAnswer) throws IOException {
        return start(extension, firstAnswer, HaproxyExtension.NOBODY, OneServer::defaults);
    }

    /** Starts HAProxy and waits until it has processed the first reply. */
    static OneServer start(
            HaproxyExtension extension, String firstAnswer, InetSocketAddress address, Consumer<ServerLine> settings)
            throws IOException {
        return start(extension, firstAnswer, address, settings, "timeout check 5s");
    }

    static OneServer start(
            HaproxyExtension extension,
            String firstAnswer,
            InetSocketAddress address,
            Consumer<ServerLine> settings,
            String backendLine)
            throws IOException {
        ScriptedAgent agent = extension.agent(firstAnswer);
        HaproxyConfig config = new HaproxyConfig();
        Backend backend = config.backend("orders").line(backendLine);
        settings.accept(backend.server("one", address).agent(agent.address()));
        OneServer server = new OneServer(extension.start(config), agent, backend);
        agent.awaitTaken(1);
        return server;
    }

    /** Changes the reply, and waits until HAProxy has processed it three times. */
    OneServer answer(String bytes) {
        return answer(ScriptedAgent.Answer.of(bytes));
    }

    OneServer answer(ScriptedAgent.Answer answer) {
        agent.answer(answer);
        agent.awaitTaken(POLLS);
        return this;
    }

    /** Sends an operator's command on HAProxy's socket, and waits for three more polls with the same reply. */
    OneServer operator(String what) {
        haproxy.stats().set("orders", "one", what);
        agent.awaitTakenAgain(POLLS);
        return this;
    }

    String shown() {
        return Shown.of(state()).toString();
    }

    ServerState state() {
        return haproxy.stats().server("orders", "one");
    }
}

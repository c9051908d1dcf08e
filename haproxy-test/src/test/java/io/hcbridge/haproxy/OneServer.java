/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** An HAProxy with one server, {@code orders/one}, asking one scripted agent. */
record OneServer(HaproxyProcess haproxy, ScriptedAgent agent, Backend backend) {
    static final Duration INTERVAL = Duration.ofMillis(50);

    /** So many polls that a change, if there were one, would have been seen. */
    private static final int POLLS = 3;

    /** How the server is set up where a test does not say otherwise. */
    static void defaults(ServerLine server) {
        server.agentSend("orders").agentInter(INTERVAL).weight(Shown.WEIGHT).maxconn(Shown.MAXCONN);
    }

    static OneServer start(HaproxyExtension extension, String firstAnswer) throws IOException {
        return start(extension, firstAnswer, HaproxyExtension.NOBODY, OneServer::defaults);
    }

    /** Starts it and waits until the first answer was taken in. */
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

    /** Answers thus from now on, and waits until HAProxy has taken it in three times. */
    OneServer answer(String bytes) {
        return answer(ScriptedAgent.Answer.of(bytes));
    }

    OneServer answer(ScriptedAgent.Answer answer) {
        agent.answer(answer);
        agent.awaitTaken(POLLS);
        return this;
    }

    /** What an operator does on HAProxy's own socket; then waits for three more polls with the same answer. */
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Starts HAProxies, agents and backends, and ends them: after each test, or after all tests of a class if the field is static. If a test
 * fails, it prints configuration and log of each HAProxy.
 */
final class HaproxyExtension
        implements BeforeAllCallback,
                AfterEachCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    /** An address on which no process listens, for servers without traffic. */
    static final InetSocketAddress NOBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private final Deque<HaproxyProcess> haproxies = new ArrayDeque<>();
    private final Deque<AutoCloseable> peers = new ArrayDeque<>();
    private boolean isShared;
    private boolean isShown;

    HaproxyProcess start(HaproxyConfig config) throws IOException {
        HaproxyProcess haproxy = HaproxyProcess.start(config);
        haproxies.push(haproxy);
        return haproxy;
    }

    ScriptedAgent agent(String answer) throws IOException {
        return closing(ScriptedAgent.answering(answer));
    }

    HttpBackend http(String name) throws IOException {
        return closing(new HttpBackend(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    <T extends AutoCloseable> T closing(T peer) {
        peers.push(peer);
        return peer;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        isShared = true;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!isShared) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        show(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        show(failure);
    }

    private void show(Throwable failure) throws Throwable {
        if (!isShown) {
            isShown = true;
            haproxies.forEach(haproxy -> System.err.println(haproxy.describe()));
        }
        throw failure;
    }

    private void close() throws Exception {
        while (!haproxies.isEmpty()) {
            haproxies.pop().close();
        }
        while (!peers.isEmpty()) {
            peers.pop().close();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.eosio.AddressRule;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.bridge.probe.eosio.EosioHttp;
import io.hcbridge.bridge.probe.eosio.EosioProbe;
import io.hcbridge.ipc.internal.transport.Deadline;
import io.hcbridge.protocol.eosio.EosioApi;
import io.hcbridge.protocol.eosio.EosioUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends some requests to its own server before the agent port opens. On a cold JVM the first request takes so long that HAProxy would take
 * the server of a healthy chain DOWN.
 */
final class EosioRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(EosioRehearsal.class);
    private static final int REQUESTS = 5;
    /** Read size, larger than a request. */
    private static final int REQUEST_BYTES = 1024;

    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"head_block_time\":\"2018-06-08T08:08:08.500\"}";

    private EosioRehearsal() {}

    /** Runs for at most {@code limit}. If it fails, the first checks are slower. */
    static void run(ProbeEnvironment environment, EosioHttp http, Duration limit) {
        Deadline deadline = Deadline.after(limit);
        try (ServerSocket server = new ServerSocket(0, REQUESTS, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) limit.toMillis());
            Thread chain = new Thread(() -> answer(server), "eosio rehearsal");
            chain.setDaemon(true);
            chain.start();
            String host = server.getInetAddress().getHostAddress();
            EosioUrl url = new EosioUrl(false, host, server.getLocalPort(), "");
            EosioEndpoint endpoint = new EosioEndpoint(EosioApi.V1, url, Optional.empty());
            EosioProbe probe = new EosioProbe(environment, limit, endpoint, http, AddressRule.ANY);
            for (int i = 0; i < REQUESTS; i++) {
                CompletableFuture<ProbeResult> done = new CompletableFuture<>();
                LoopTasks.execute(environment.loop(), () -> probe.start(done::complete));
                done.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (IOException | TimeoutException | ExecutionException e) {
            LOG.debug("warm-up: EOSIO requests did not end in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(ServerSocket server) {
        try {
            for (int i = 0; i < REQUESTS; i++) {
                try (Socket client = server.accept()) {
                    client.setSoTimeout(server.getSoTimeout());
                    client.getInputStream().read(new byte[REQUEST_BYTES]);
                    client.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            LOG.debug("warm-up: the server of the EOSIO requests has ended", e);
        }
    }
}

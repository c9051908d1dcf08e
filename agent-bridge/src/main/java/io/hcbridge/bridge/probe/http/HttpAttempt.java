/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.probe.AddressTurns;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.HostLookup;
import io.hcbridge.bridge.probe.NetworkFailure;
import io.hcbridge.bridge.probe.ProbeAttempt;
import io.hcbridge.bridge.probe.ProbeRun;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.health.PeerTrust;
import io.hcbridge.ipc.internal.Backoff;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One GET.
 *
 * <pre>
 * begin -> headers -> kept connection ---------------------------> request -> response -> end
 *                     | none, or closed by the server meanwhile       ^
 *                     +-> resolve -> connect (each address in turn) --+
 *                     +-> socket -> connect (retried while its backlog is full) -> peer
 * </pre>
 */
final class HttpAttempt implements ProbeAttempt {

    private final ProbeRun run;
    private final HttpProbeConfig config;
    private final HttpConnections connections;

    private MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private @Nullable HttpClientConnection connection;

    HttpAttempt(ProbeRun run, HttpProbeConfig config, HttpConnections connections) {
        this.run = run;
        this.config = config;
        this.connections = connections;
    }

    @Override
    public void begin() {
        if (config.headers().stream().noneMatch(header -> header.file().isPresent())) {
            config.headers().forEach(header -> headers.set(header.name(), header.value()));
            connect();
            return;
        }
        run.steps().enter("headers", "");
        // An unreadable token says nothing about the service.
        run.call(
                this::loadHeaders,
                loaded -> {
                    headers = loaded;
                    connect();
                },
                why -> new BridgeFault(String.valueOf(why.getMessage())));
    }

    /** Reads the values of the headers. Runs on another thread. */
    private MultiMap loadHeaders() throws IOException {
        MultiMap loaded = MultiMap.caseInsensitiveMultiMap();
        for (RequestHeader header : config.headers()) {
            loaded.set(header.name(), header.load());
        }
        return loaded;
    }

    /** Closes the connection, unless it was kept for the next probe. */
    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }

    // 1. Connect.

    private void connect() {
        connections
                .takeIdle()
                .ifPresentOrElse(
                        kept -> {
                            run.steps().enter("connection", "kept open");
                            request(kept, true);
                        },
                        this::connectAnew);
    }

    private void connectAnew() {
        config.socket()
                .ifPresentOrElse(
                        this::connectTo,
                        () -> HostLookup.resolve(
                                run, config.url().server().host(), found -> connectTo(new AddressTurns(found))));
    }

    void connectTo(AddressTurns addresses) {
        SocketAddress server = SocketAddress.inetSocketAddress(
                new InetSocketAddress(addresses.current(), config.url().server().port()));
        enterConnect(server);
        connectTo(server, addresses.limitMillis(run), connected -> request(connected, false), failure -> {
            if (addresses.hasNext()) {
                connectTo(addresses.next());
            } else {
                run.end(NetworkFailure.result(failure));
            }
        });
    }

    private void connectTo(Path socket) {
        run.steps().enter("socket", socket.toString());
        run.call(
                () -> PeerTrust.ofProcess(config.user().orElse(""), config.userKey("NAME"))
                        .inspect(socket),
                trust -> {
                    enterConnect(SocketAddress.domainSocketAddress(socket.toString()));
                    connectTo(socket, trust, new Backoff());
                },
                why -> Verdict.failed(String.valueOf(why.getMessage())));
    }

    private void connectTo(Path socket, PeerTrust trust, Backoff backoff) {
        SocketAddress server = SocketAddress.domainSocketAddress(socket.toString());
        connectTo(server, run.remainingMillis() + 1, connected -> requestFrom(connected, trust, socket), failure -> {
            if (NetworkFailure.isBacklogFull(failure)) {
                run.steps().note("backlog of " + socket + " is full");
                run.after(backoff.nextMillis(), () -> connectTo(socket, trust, backoff));
            } else {
                run.end(NetworkFailure.result(failure));
            }
        });
    }

    /** Checks the peer before the request is sent, because the request may contain a token. */
    private void requestFrom(HttpClientConnection connected, PeerTrust trust, Path socket) {
        try {
            run.steps().enter("peer", "");
            run.steps()
                    .note(connections.requireTrusted(connected, trust, socket).toString());
            request(connected, false);
        } catch (IOException e) {
            run.end(Verdict.failed(String.valueOf(e.getMessage())));
        }
    }

    private void enterConnect(SocketAddress server) {
        run.steps().enter(config.url().isTls() ? "connect and TLS" : "connect", server.toString());
    }

    /** @param limitMillis time in which the server must accept the connection; Vert.x has only a limit for all connections of a client */
    private void connectTo(
            SocketAddress server,
            long limitMillis,
            Consumer<HttpClientConnection> then,
            Consumer<Throwable> otherwise) {
        ConnectTurn turn = new ConnectTurn();
        if (limitMillis <= run.remainingMillis()) {
            run.after(limitMillis, () -> {
                if (turn.end()) {
                    otherwise.accept(new ConnectTimeoutException("no answer within " + limitMillis + "ms"));
                }
            });
        }
        connections
                .connect(server)
                .onComplete(
                        connected -> {
                            if (run.isOver() || !turn.end()) {
                                connected.close();
                            } else {
                                connection = connected;
                                run.callback(() -> {
                                    noteConnected(connected, server);
                                    then.accept(connected);
                                });
                            }
                        },
                        failure -> {
                            if (turn.end()) {
                                run.callback(() -> otherwise.accept(failure));
                            }
                        });
    }

    /** One attempt to connect. Its first end counts: a connection, a failure or its time limit. */
    private static final class ConnectTurn {
        private boolean isOver;

        boolean end() {
            boolean isFirst = !isOver;
            isOver = true;
            return isFirst;
        }
    }

    private void noteConnected(HttpClientConnection connected, SocketAddress server) {
        SSLSession tls = connected.isSsl() ? connected.sslSession() : null;
        run.steps()
                .note(server + (tls == null ? "" : " " + tls.getProtocol() + " " + tls.getCipherSuite()) + " "
                        + connected.protocolVersion().alpnName());
    }

    // 2. Query.

    /** @param isKept whether the connection is reused; if the server has closed it in the meantime, the attempt makes a new one */
    private void request(HttpClientConnection on, boolean isKept) {
        connection = on;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setURI(config.url().target())
                .setHeaders(requestHeaders());
        Future<HttpClientRequest> created = on.request(options);
        created.onComplete(
                request -> run.callback(() -> send(request, isKept)),
                failure -> run.callback(() -> failed(failure, isKept)));
    }

    private MultiMap requestHeaders() {
        MultiMap all = HttpHeaders.headers()
                .set(HttpHeaders.ACCEPT, "*/*")
                .set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY)
                .set(HttpHeaders.USER_AGENT, "hcbridge");
        return all.addAll(headers);
    }

    private void send(HttpClientRequest request, boolean isKept) {
        run.steps().enter("request", "GET " + config.url().path());
        request.authority(connections.authority());
        request.send()
                .onComplete(
                        response -> run.callback(
                                () -> new HttpAnswer(run, config.expectation(), this::keep).read(response)),
                        failure -> run.callback(() -> failed(failure, isKept)));
    }

    private void failed(Throwable failure, boolean isKept) {
        if (isKept) {
            // An HTTP/2 connection outlives the request that failed on it.
            close();
            connection = null;
            connectAnew();
        } else {
            run.end(NetworkFailure.result(failure));
        }
    }

    /** Keeps the connection for the next probe. Called when the response was read completely. */
    private void keep() {
        if (connection != null) {
            connections.keep(connection);
            connection = null;
        }
    }
}

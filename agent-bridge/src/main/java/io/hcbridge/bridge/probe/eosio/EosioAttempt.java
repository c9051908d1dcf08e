/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import io.hcbridge.bridge.probe.AddressTurns;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.NetworkFailure;
import io.hcbridge.bridge.probe.ProbeAttempt;
import io.hcbridge.bridge.probe.ProbeRun;
import io.hcbridge.protocol.eosio.EosioAnswer;
import io.hcbridge.protocol.eosio.EosioReading;
import io.hcbridge.protocol.eosio.EosioReading.Unreadable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request: resolves the host, connects to a permitted address, sends the request, reads the status and the body. */
final class EosioAttempt implements ProbeAttempt {
    private static final int MOST_ADDRESSES = 4;
    /** Size above which JSON is decoded on another thread. */
    private static final int INLINE_JSON = 1 << 16;

    private final ProbeRun run;
    private final EosioSource source;
    private final Consumer<EosioReading> done;
    private final ReservedBody body;
    private @Nullable HttpClientRequest request;

    /** @param done receives the content; not called if nothing was read, and the run ends then */
    EosioAttempt(ProbeRun run, EosioSource source, Consumer<EosioReading> done) {
        this.run = run;
        this.source = source;
        this.done = done;
        this.body = new ReservedBody(source.http());
    }

    @Override
    public void begin() {
        source.lookup().resolve(run, source.endpoint().url().host(), this::connect);
    }

    private void connect(List<InetAddress> addresses) {
        List<InetAddress> permitted = addresses.stream()
                .filter(source.rule()::permits)
                .limit(MOST_ADDRESSES)
                .toList();
        if (permitted.isEmpty()) {
            source.rule().refused(addresses);
            done.accept(new Unreadable("not allowed"));
        } else {
            connect(new AddressTurns(permitted));
        }
    }

    private void connect(AddressTurns addresses) {
        InetAddress address = addresses.current();
        run.steps()
                .enter(
                        "connect",
                        address.getHostAddress() + " port "
                                + source.endpoint().url().port());
        source.http()
                .connect(source.endpoint(), address, addresses.limitMillis(run))
                .onSuccess(connected -> {
                    // Without a handler, Vert.x logs every connection that ends early.
                    connected.connection().exceptionHandler(cause -> {});
                    connected.exceptionHandler(cause -> run.callback(() -> fail(cause)));
                    if (run.isOver()) {
                        connected.reset();
                    } else {
                        run.callback(() -> send(connected));
                    }
                })
                .onFailure(cause -> run.callback(() -> {
                    if (addresses.hasNext()) {
                        connect(addresses.next());
                    } else {
                        fail(cause);
                    }
                }));
    }

    private void send(HttpClientRequest connected) {
        request = connected;
        run.steps().enter("request", "GET " + source.endpoint().path());
        connected
                .send()
                .onSuccess(response -> run.callback(() -> read(response)))
                .onFailure(cause -> run.callback(() -> fail(cause)));
    }

    private void read(HttpClientResponse response) {
        int status = response.statusCode();
        response.exceptionHandler(cause -> run.callback(() -> fail(cause)));
        run.steps().note("HTTP " + status);
        Optional<EosioReading> decided = EosioAnswer.ofStatus(status);
        if (decided.isPresent()) {
            done.accept(decided.get());
            return;
        }
        String encoding = response.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            done.accept(new Unreadable("HTTP " + status + " but a compressed body"));
            return;
        }
        run.steps().enter("body", "");
        response.handler(part -> run.callback(() -> append(part, status)))
                .endHandler(end -> run.callback(() -> decode(status)));
    }

    private void append(Buffer part, int status) {
        if (body.length() + part.length() > EosioHttp.MAX_BODY) {
            done.accept(new Unreadable("HTTP " + status + " but more than 1 MiB"));
        } else if (!body.append(part)) {
            run.end(new BridgeFault("no memory left for the body of an EOSIO answer"));
        }
    }

    private void decode(int status) {
        run.steps().note(body.length() + " bytes");
        if (body.length() <= INLINE_JSON) {
            done.accept(reading(status));
        } else {
            run.call(() -> reading(status), done, NetworkFailure::result);
        }
    }

    private EosioReading reading(int status) {
        return body.decode(bytes -> reading(status, bytes)).orElseGet(() -> new Unreadable("the check is over"));
    }

    private EosioReading reading(int status, byte[] bytes) {
        try {
            return EosioAnswer.ofBody(source.endpoint().api(), status, EosioBody.read(bytes));
        } catch (IOException e) {
            return new Unreadable("HTTP " + status + " but no JSON");
        }
    }

    private void fail(Throwable cause) {
        run.end(NetworkFailure.result(cause));
    }

    @Override
    public void close() {
        body.close();
        if (request != null) {
            request.reset();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.tcp;

import io.hcbridge.bridge.probe.AddressTurns;
import io.hcbridge.bridge.probe.HostLookup;
import io.hcbridge.bridge.probe.NetworkFailure;
import io.hcbridge.bridge.probe.ProbeAttempt;
import io.hcbridge.bridge.probe.ProbeRun;
import io.hcbridge.bridge.probe.Verdict;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection: resolves the host, connects to each address in turn, sends the data, and reads until the answer decides the verdict. */
final class TcpAttempt implements ProbeAttempt {
    private final ProbeRun run;
    private final TcpProbeConfig config;
    private final NetClient client;
    private final StringBuilder answer = new StringBuilder();

    private @Nullable NetSocket socket;
    private Optional<Throwable> trouble = Optional.empty();

    TcpAttempt(ProbeRun run, TcpProbeConfig config, NetClient client) {
        this.run = run;
        this.config = config;
        this.client = client;
    }

    @Override
    public void begin() {
        HostLookup.resolve(run, config.address().host(), found -> connect(new AddressTurns(found)));
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }

    void connect(AddressTurns addresses) {
        SocketAddress server = SocketAddress.inetSocketAddress(
                new InetSocketAddress(addresses.current(), config.address().port()));
        run.steps().enter("connect", server.toString());
        client.connect(new ConnectOptions().setRemoteAddress(server).setTimeout(addresses.limitMillis(run)))
                .onComplete(
                        connected -> {
                            if (run.isOver()) {
                                connected.close();
                            } else {
                                socket = connected;
                                run.callback(() -> ask(connected));
                            }
                        },
                        failure -> run.callback(() -> connectFailed(failure, addresses)));
    }

    private void connectFailed(Throwable failure, AddressTurns addresses) {
        if (addresses.hasNext()) {
            connect(addresses.next());
        } else {
            run.end(NetworkFailure.result(failure));
        }
    }

    private void ask(NetSocket connected) {
        connected.exceptionHandler(failure -> trouble = Optional.of(failure));
        connected.handler(bytes -> run.callback(() -> read(bytes)));
        connected.closeHandler(closed -> run.callback(this::closed));
        boolean needsAnswer = config.expectation().needsAnswer();
        config.send().ifPresentOrElse(text -> send(connected, text, needsAnswer), () -> {
            if (!needsAnswer) {
                run.end(Verdict.UP);
            }
        });
        if (needsAnswer && !run.isOver()) {
            run.steps().enter("answer", "");
        }
    }

    private void send(NetSocket connected, String text, boolean needsAnswer) {
        Buffer bytes = Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
        // The text may have a password.
        run.steps().enter("send", bytes.length() + " bytes");
        connected
                .write(bytes)
                .onComplete(
                        written -> run.callback(() -> {
                            if (!needsAnswer) {
                                run.end(Verdict.UP);
                            }
                        }),
                        // An answer may have arrived before.
                        failure -> trouble = Optional.of(failure));
    }

    private void read(Buffer bytes) {
        int room = TcpExpectation.MOST - answer.length();
        byte[] counted = bytes.getBytes(0, Math.min(room, bytes.length()));
        answer.append(new String(counted, StandardCharsets.ISO_8859_1));
        run.steps().note(answer.toString());
        judge(answer.length() >= TcpExpectation.MOST);
    }

    private void closed() {
        if (answer.isEmpty() && trouble.isPresent()) {
            run.end(NetworkFailure.result(trouble.get()));
        } else {
            judge(true);
        }
    }

    private void judge(boolean isWhole) {
        TcpExpectation expectation = config.expectation();
        String soFar = answer.toString();
        expectation.mismatch(soFar).ifPresent(run::endAtLimitWith);
        expectation.verdict(soFar, isWhole).ifPresent(run::end);
    }
}

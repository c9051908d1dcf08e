/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.socket.Connection;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.protocol.LineDecoder;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.AgentRequest;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One check, from the accepted connection to its end. Belongs to the event loop. */
final class AgentSession {
    private enum Stage {
        READING,
        ASKING,
        REPLIED,
        ENDED
    }

    private final SessionEnvironment environment;
    private final Connection connection;
    private final InetSocketAddress client;
    private final Consumer<AgentSession> onEnd;
    private final LineDecoder line = new LineDecoder();

    private Stage stage = Stage.READING;
    private boolean clientSentMore;
    private @Nullable Target asked;
    private @Nullable ScheduledFuture<?> silence;
    private @Nullable ScheduledFuture<?> deadline;

    AgentSession(
            SessionEnvironment environment,
            Connection connection,
            InetSocketAddress client,
            Consumer<AgentSession> onEnd) {
        this.environment = environment;
        this.connection = connection;
        this.client = client;
        this.onEnd = onEnd;
    }

    /** Begins right at accept, when the line has mostly come. */
    void begin() {
        deadline = after(environment.times().answer(), this::answerNow);
        read();
    }

    // 1. Read the request line.

    private void read() {
        if (stage == Stage.READING) {
            readOr(this::awaitMore);
        }
    }

    private void readOr(Runnable ifNothingCame) {
        try {
            ByteBuffer bytes = connection.read();
            if (bytes == null) {
                take(line.text());
            } else if (bytes.hasRemaining()) {
                Optional<String> whole = line.feed(bytes);
                clientSentMore = bytes.hasRemaining();
                whole.ifPresentOrElse(this::take, this::awaitMore);
            } else {
                ifNothingCame.run();
            }
        } catch (ProtocolException e) {
            clientSentMore = true;
            reject(Rejection.MALFORMED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            end();
        }
    }

    private void awaitMore() {
        connection.onReadable(this::read);
        cancel(silence);
        silence = after(environment.times().silence(), this::onIdleTimeout);
    }

    /** Time alone proves nothing: on a busy machine the bytes may lie there unread. */
    private void onIdleTimeout() {
        readOr(() -> take(line.text()));
    }

    // 2. Resolve it to a target.

    private void take(String requestLine) {
        try {
            AgentRequest request = AgentRequest.parse(requestLine);
            environment.targets().find(request).ifPresentOrElse(this::ask, () -> rejectUnknown(request));
        } catch (ProtocolException e) {
            reject(Rejection.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    // 3. Ask the target's verdict.

    private void ask(Target target) {
        cancel(silence);
        stage = Stage.ASKING;
        asked = target;
        target.meters().asked();
        target.prober().ask(result -> answer(target, result));
    }

    private void answer(Target target, ProbeResult result) {
        if (result instanceof Verdict verdict) {
            reply(target, verdict);
        } else if (stage == Stage.ASKING) {
            environment.metrics().rejected(Rejection.BRIDGE_FAULT);
            end();
        }
    }

    // 4. Lay the operator's override on it.  5. Render one line, write, drain, close.  6. Record once.

    private void reply(Target target, Verdict verdict) {
        if (stage == Stage.ASKING && isClientThere()) {
            // Who is owed what is kept by address: a HAProxy asks from another port every time.
            AgentReply reply = target.reply(verdict, client.getAddress().getHostAddress());
            if (send(reply)) {
                target.meters().replied(reply);
            }
        }
    }

    /** The last look before the reply: a reset is HAProxy's usual way to leave, and who has left is told nothing. */
    private boolean isClientThere() {
        try {
            ByteBuffer more = connection.read();
            clientSentMore |= more != null && more.hasRemaining();
            return true;
        } catch (IOException e) {
            end();
            return false;
        }
    }

    private void rejectUnknown(AgentRequest request) {
        if (request.target().isEmpty()) {
            reject(Rejection.NO_TARGET_NAMED, "no target named");
        } else {
            reject(Rejection.UNKNOWN_TARGET, "unknown target '" + request.target() + "'");
        }
    }

    private void reject(Rejection reason, String why) {
        environment.metrics().rejected(reason);
        send(AgentReply.of(Health.FAILED, Reason.of(why)));
    }

    /** The deadline is near: whatever was found out, the answer leaves now. */
    private void answerNow() {
        Target target = asked;
        if (stage == Stage.ASKING && target != null) {
            reply(
                    target,
                    Verdict.failed("no answer within " + environment.times().answer() + "ms"));
        } else if (stage == Stage.READING) {
            giveUp();
        }
    }

    /**
     * The line did not end in time. Without a byte it cannot be silence, for which the deadline is too short then, and of which HAProxy
     * must not make a verdict.
     */
    private void giveUp() {
        if (line.isEmpty()) {
            environment.metrics().rejected(Rejection.TOO_SLOW);
            end();
        } else {
            reject(Rejection.TOO_SLOW, "request line did not end in time");
        }
    }

    /** Returns whether the reply was written. */
    private boolean send(AgentReply reply) {
        stage = Stage.REPLIED;
        cancel(silence);
        try {
            connection.write(reply.render().getBytes(StandardCharsets.US_ASCII));
            leave();
            return true;
        } catch (IOException e) {
            end();
            return false;
        }
    }

    /**
     * Closing with unread bytes would reset the connection and could destroy the reply on its way; so a client that sent more
     * than its line is read to its end first, for a while.
     */
    private void leave() {
        if (!clientSentMore) {
            end();
            return;
        }
        connection.endOutput();
        cancel(deadline);
        deadline = after(environment.times().linger(), this::end);
        connection.onReadable(this::discard);
    }

    private void discard() {
        try {
            if (connection.read() == null) {
                end();
            } else {
                connection.onReadable(this::discard);
            }
        } catch (IOException e) {
            end();
        }
    }

    /** Closes the connection, answered or not. Idempotent. */
    void end() {
        if (stage == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        cancel(silence);
        cancel(deadline);
        connection.close();
        onEnd.accept(this);
    }

    private ScheduledFuture<?> after(long millis, Runnable action) {
        return environment.loop().schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}

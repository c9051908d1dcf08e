/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.target.CheckTarget;
import io.hcbridge.protocol.LineDecoder;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One agent check, from the accepted connection to the reply. This is a handler of the connection's channel. It forwards no event, because
 * the handlers behind it would buffer bytes. Belongs to the event loop.
 */
final class AgentSession extends ChannelInboundHandlerAdapter {
    private enum Stage {
        READING,
        ASKING,
        /** The result is known. The session reads once more from the connection before it replies. */
        REPLYING,
        REPLIED,
        ENDED
    }

    private final SessionEnvironment environment;
    private final Client client;
    private final LineDecoder line = new LineDecoder();

    @SuppressWarnings("NullAway.Init") // set when this is added to a pipeline, before anything else happens
    private ChannelHandlerContext context;

    private Stage stage = Stage.READING;
    private boolean clientSentMore;
    private boolean clientEnded;
    private @Nullable CheckTarget asked;
    private @Nullable ScheduledFuture<?> silence;
    private @Nullable ScheduledFuture<?> deadline;
    private final long elapsed;
    private final boolean isTls;

    private AgentSession(SessionEnvironment environment, Client client, long elapsed, boolean isTls) {
        this.environment = environment;
        this.client = client;
        this.elapsed = elapsed;
        this.isTls = isTls;
    }

    static AgentSession plain(SessionEnvironment environment, Client client) {
        return new AgentSession(environment, client, 0, false);
    }

    /** @param elapsed milliseconds between accept and the session's begin */
    static AgentSession afterHandshake(SessionEnvironment environment, Client client, long elapsed) {
        return new AgentSession(environment, client, elapsed, true);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        deadline = after(Math.max(0, environment.times().answer() - elapsed), this::answerNow);
        awaitMore();
    }

    // 1. Read the request line.

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (stage == Stage.READING) {
                read(bytes.nioBuffer());
            } else {
                stopReading();
            }
        } finally {
            bytes.release();
        }
    }

    private void read(ByteBuffer bytes) {
        try {
            String whole = line.feed(bytes).orElse(null);
            if (bytes.hasRemaining()) {
                stopReading();
            }
            if (whole == null) {
                awaitMore();
            } else {
                take(whole);
            }
        } catch (ProtocolException e) {
            stopReading();
            reject(Rejection.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Leaves further bytes in the kernel. TCP flow control then limits what the client can send. */
    private void stopReading() {
        clientSentMore = true;
        context.channel().config().setAutoRead(false);
    }

    private void awaitMore() {
        cancel(silence);
        silence = after(environment.times().silence(), this::onIdleTimeout);
    }

    /** Reads once more before it takes the line as it is. On a busy machine, the rest of the line may have arrived without being read. */
    private void onIdleTimeout() {
        ScheduledFuture<?> elapsed = silence;
        look(() -> {
            if (stage == Stage.READING && silence == elapsed) {
                take(line.text());
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            clientEnded = true;
            if (stage == Stage.READING) {
                take(line.text());
            }
        }
    }

    // 2. Resolve it to a target.

    private void take(String requestLine) {
        cancel(silence);
        try {
            environment
                    .targets()
                    .find(requestLine)
                    .ifPresentOrElse(this::ask, () -> rejectUnknown(requestLine.strip()));
        } catch (ProtocolException e) {
            reject(Rejection.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private void rejectUnknown(String name) {
        if (name.isEmpty()) {
            reject(Rejection.NO_TARGET_NAMED, "no target named");
        } else {
            environment.log().unknownTarget(client, name);
            reject(Rejection.UNKNOWN_TARGET, "unknown target '" + name + "'");
        }
    }

    // 3. Query the target's health.

    private void ask(CheckTarget target) {
        stage = Stage.ASKING;
        asked = target;
        target.ask(result -> guarded(() -> answer(target, result)));
    }

    private void answer(CheckTarget target, ProbeResult result) {
        if (stage != Stage.ASKING) {
            return;
        }
        if (result instanceof BridgeFault fault) {
            environment.metrics().rejected(Rejection.BRIDGE_FAULT);
            environment.log().fault(target.name(), fault);
            end();
        } else if (result instanceof Verdict verdict) {
            reply(target, verdict);
        }
    }

    /** Replies shortly before the deadline, with or without a result of the probe. */
    private void answerNow() {
        if (stage == Stage.ASKING && asked != null) {
            Verdict noAnswer =
                    Verdict.failed("no answer within " + environment.times().answer() + "ms");
            answer(asked, asked.atDeadline(noAnswer));
        } else if (stage == Stage.READING) {
            giveUp();
        }
    }

    /**
     * Ends a check whose line did not end before the deadline. If no byte has arrived, the connection is closed without a reply, because
     * HAProxy must not change the server's state. The time for such a check was too short to apply {@code agent.default-target}.
     */
    private void giveUp() {
        if (line.isEmpty()) {
            environment.metrics().rejected(Rejection.TOO_SLOW);
            end();
        } else {
            reject(Rejection.TOO_SLOW, "request line did not end in time");
        }
    }

    // 4. Apply the operator's overrides. 5. Write one line, then close. 6. Record the reply once.

    private void reply(CheckTarget target, Verdict verdict) {
        stage = Stage.REPLYING;
        // HAProxy aborts a check by a reset. A client that has disconnected gets no reply, and no state changes.
        look(() -> {
            if (stage == Stage.REPLYING) {
                PreparedReply prepared = target.prepare(verdict, client.address());
                if (send(prepared.reply())) {
                    prepared.onSent().run();
                    target.replied(prepared.reply());
                }
            }
        });
    }

    private void reject(Rejection reason, String why) {
        environment.metrics().rejected(reason);
        send(AgentReply.of(Health.FAILED, Reason.of(why)));
    }

    /** Sends the reply and returns whether it was written. */
    private boolean send(AgentReply reply) {
        stage = Stage.REPLIED;
        String text = reply.render();
        ByteBuf bytes = context.alloc().directBuffer(text.length());
        bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
        // A failure is known before this returns: as an event of the pipeline, or as the promise's where TLS does not
        // tell it.
        ChannelPromise promise = isTls ? context.newPromise() : context.voidPromise();
        Throwable failure = context.writeAndFlush(bytes, promise).cause();
        if (failure != null) {
            exceptionCaught(context, failure);
        }
        boolean isWritten = stage == Stage.REPLIED;
        if (isWritten && clientSentMore && !clientEnded) {
            linger();
        } else {
            end();
        }
        return isWritten;
    }

    private void linger() {
        finish();
        context.pipeline()
                .replace(this, "linger", new LingerHandler(environment.times().linger()));
    }

    /** Closes the connection, with or without a reply. */
    private void end() {
        finish();
        context.close();
    }

    private void finish() {
        stage = Stage.ENDED;
        cancel(silence);
        cancel(deadline);
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        finish();
    }

    /**
     * Ends the session. HAProxy usually closes a check by a reset, which is an {@link IOException}. Every other exception is a fault of the
     * bridge.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LoopTasks.failed(context.channel().eventLoop(), cause);
            environment.metrics().rejected(Rejection.BRIDGE_FAULT);
        }
        end();
    }

    /** Runs an action after all bytes that have arrived are read. These bytes may change the stage. */
    private void look(Runnable then) {
        LoopTasks.executeAfterPoll(context.channel().eventLoop(), () -> guarded(then));
    }

    private ScheduledFuture<?> after(long millis, Runnable action) {
        return LoopTasks.schedule(context.channel().eventLoop(), millis, () -> guarded(action));
    }

    /** Passes an exception to {@link #exceptionCaught}, as the pipeline does for the calls that it makes. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            context.pipeline().fireExceptionCaught(thrown);
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}

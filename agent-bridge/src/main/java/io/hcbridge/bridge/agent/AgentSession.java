/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.protocol.LineDecoder;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.AgentRequest;
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
 * One check, from the accepted connection to the reply. A handler of the connection's channel; it passes no event on, so that nothing
 * behind it in the pipeline buffers anything. Belongs to the event loop.
 */
final class AgentSession extends ChannelInboundHandlerAdapter {
    private enum Stage {
        READING,
        ASKING,
        /** The result is known, and the last look at the connection is under way. */
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
    private @Nullable Target asked;
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

    /** What comes after the line is left to the kernel, which then holds the client back. */
    private void stopReading() {
        clientSentMore = true;
        context.channel().config().setAutoRead(false);
    }

    private void awaitMore() {
        cancel(silence);
        silence = after(environment.times().silence(), this::onIdleTimeout);
    }

    /** Time alone proves nothing: when the machine is busy, the bytes may be there unread. */
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
            AgentRequest request = AgentRequest.parse(requestLine);
            environment.targets().find(request).ifPresentOrElse(this::ask, () -> rejectUnknown(request.target()));
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

    // 3. Ask the target's verdict.

    private void ask(Target target) {
        stage = Stage.ASKING;
        asked = target;
        target.meters().asked();
        target.prober().ask(result -> guarded(() -> answer(target, result)));
    }

    private void answer(Target target, ProbeResult result) {
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

    /** The deadline is near: whatever was found out, the answer leaves now. */
    private void answerNow() {
        if (stage == Stage.ASKING && asked != null) {
            reply(
                    asked,
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

    // 4. Lay the operator's override on it.  5. Render one line, write, drain, close.  6. Record once.

    private void reply(Target target, Verdict verdict) {
        stage = Stage.REPLYING;
        // HAProxy leaves with a reset. A client that has left is told nothing, and changes no state.
        look(() -> {
            if (stage == Stage.REPLYING) {
                PreparedReply prepared = target.prepare(verdict, client.address());
                if (send(prepared.reply())) {
                    prepared.told().run();
                    target.meters().replied(prepared.reply());
                }
            }
        });
    }

    private void reject(Rejection reason, String why) {
        environment.metrics().rejected(reason);
        send(AgentReply.of(Health.FAILED, Reason.of(why)));
    }

    /** Returns whether the reply was written. */
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

    /** Closes the connection, answered or not. */
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

    /** A reset is HAProxy's usual way to leave. Anything but an input or output error is a fault of this program. */
    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LoopTasks.failed(context.channel().eventLoop(), cause);
            environment.metrics().rejected(Rejection.BRIDGE_FAULT);
        }
        end();
    }

    /** Reads what has arrived, which may change the stage, before something is decided. */
    private void look(Runnable then) {
        LoopTasks.executeAfterPoll(context.channel().eventLoop(), () -> guarded(then));
    }

    private ScheduledFuture<?> after(long millis, Runnable action) {
        return LoopTasks.schedule(context.channel().eventLoop(), millis, () -> guarded(action));
    }

    /** For what is not called by the pipeline, which itself calls {@link #exceptionCaught}. */
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

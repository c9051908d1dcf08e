/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.protocol.LineDecoder;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.AgentRequest;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.net.impl.ShutdownEvent;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One check, from the accepted connection to its end. Belongs to the connection's event loop. */
final class AgentSession extends ChannelInboundHandlerAdapter {
    private enum Stage {
        READING,
        ASKING,
        REPLIED
    }

    private static final long SWIFT_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Targets targets;
    private final BridgeMetrics metrics;
    private final SessionTimes times;
    private final LineDecoder line = new LineDecoder();

    private Stage stage = Stage.READING;
    private boolean clientSentMore;
    private @Nullable Target asked;
    private @Nullable ScheduledFuture<?> silence;
    private @Nullable ScheduledFuture<?> deadline;

    AgentSession(Targets targets, BridgeMetrics metrics, SessionTimes times) {
        this.targets = targets;
        this.metrics = metrics;
        this.times = times;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        deadline = after(times.answer(), context, () -> answerNow(context));
        awaitMore(context);
    }

    // 1. Read the request line.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (stage == Stage.READING) {
                read(context, bytes);
            } else {
                clientSentMore = true;
            }
        } finally {
            bytes.release();
        }
    }

    private void read(ChannelHandlerContext context, ByteBuf bytes) {
        var buffer = bytes.nioBuffer();
        try {
            Optional<String> whole = line.feed(buffer);
            clientSentMore = buffer.hasRemaining();
            if (whole.isPresent()) {
                take(context, whole.get());
            } else {
                awaitMore(context);
            }
        } catch (ProtocolException e) {
            clientSentMore = true;
            reject(context, Rejection.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private void awaitMore(ChannelHandlerContext context) {
        cancel(silence);
        silence = after(times.silence(), context, () -> doubtSilence(context));
    }

    /**
     * Time alone proves nothing: on a busy machine the bytes may lie there unread. So the loop gets round once more, which reads what
     * has come; if even that takes long, the wait begins anew.
     */
    private void doubtSilence(ChannelHandlerContext context) {
        ScheduledFuture<?> doubted = silence;
        long begun = System.nanoTime();
        ((SingleThreadEventLoop) context.executor())
                .executeAfterEventLoopIteration(() -> context.executor().execute(() -> {
                    if (stage != Stage.READING || silence != doubted) {
                        return;
                    }
                    if (System.nanoTime() - begun < SWIFT_TURN_NANOS) {
                        take(context, line.text());
                    } else {
                        awaitMore(context);
                    }
                }));
    }

    // 2. Resolve it to a target.

    private void take(ChannelHandlerContext context, String requestLine) {
        if (stage != Stage.READING) {
            return;
        }
        try {
            AgentRequest request = AgentRequest.parse(requestLine);
            targets.find(request)
                    .ifPresentOrElse(target -> ask(context, target), () -> rejectUnknown(context, request));
        } catch (ProtocolException e) {
            reject(context, Rejection.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    // 3. Ask the target's verdict.

    private void ask(ChannelHandlerContext context, Target target) {
        cancel(silence);
        stage = Stage.ASKING;
        asked = target;
        target.meters().asked();
        target.prober().ask(verdict -> reply(context, target, verdict));
    }

    // 4. Lay the operator's override on it.  5. Render one line, write, drain, close.  6. Record once.

    private void reply(ChannelHandlerContext context, Target target, Verdict verdict) {
        if (stage == Stage.ASKING && context.channel().isActive()) {
            target.meters().replied(verdict.health());
            send(context, target.reply(verdict, address(context)));
        }
    }

    /** Who is owed what is kept by address: a HAProxy asks from another port every time. */
    private static String address(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "unknown";
    }

    private void rejectUnknown(ChannelHandlerContext context, AgentRequest request) {
        if (request.target().isEmpty()) {
            reject(context, Rejection.NO_TARGET_NAMED, "no target named");
        } else {
            reject(context, Rejection.UNKNOWN_TARGET, "unknown target '" + request.target() + "'");
        }
    }

    private void reject(ChannelHandlerContext context, Rejection reason, String why) {
        metrics.rejected(reason);
        send(context, AgentReply.of(Health.FAILED, Reason.of(why)));
    }

    /** The deadline is near: whatever was found out, the answer leaves now. */
    private void answerNow(ChannelHandlerContext context) {
        Target target = asked;
        switch (stage) {
            case READING -> giveUp(context);
            case ASKING -> {
                if (target != null) {
                    reply(context, target, Verdict.failed("no answer within " + times.answer() + "ms"));
                }
            }
            case REPLIED -> context.close();
        }
    }

    /**
     * The line did not end in time. Without a byte it cannot be silence, which is long answered, but only this bridge's own lack of
     * time, of which HAProxy must not make a verdict.
     */
    private void giveUp(ChannelHandlerContext context) {
        if (line.isEmpty()) {
            metrics.rejected(Rejection.TOO_SLOW);
            context.close();
        } else {
            reject(context, Rejection.TOO_SLOW, "request line did not end in time");
        }
    }

    private void send(ChannelHandlerContext context, AgentReply reply) {
        stage = Stage.REPLIED;
        cancel(silence);
        context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), reply.render()))
                .addListener(sent -> leave(context));
    }

    /**
     * Closing with unread bytes would reset the connection and could destroy the reply on its way; so a client that sent more
     * than its line is read to its end first, for a while.
     */
    private void leave(ChannelHandlerContext context) {
        cancel(deadline);
        if (!clientSentMore || !context.channel().isActive()) {
            context.close();
            return;
        }
        ((DuplexChannel) context.channel()).shutdownOutput();
        deadline = after(times.linger(), context, context::close);
    }

    // What else may happen to a connection.

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ShutdownEvent) {
            // The server stops: this check is still answered, and the connection closes behind it.
            return;
        }
        if (event instanceof ChannelInputShutdownEvent) {
            if (stage == Stage.REPLIED) {
                context.close();
            } else {
                take(context, line.text());
            }
            return;
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel(silence);
        cancel(deadline);
        stage = Stage.REPLIED;
        context.fireChannelInactive();
    }

    /** A peer's reset, which is HAProxy's usual way to leave. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private static ScheduledFuture<?> after(long millis, ChannelHandlerContext context, Runnable action) {
        return context.executor().schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.ipc.Refusal;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthReplyDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question to one health socket, answered exactly once. A server that is just starting passes through a missing file, a blank
 * one, and a name that is not listened on yet; so those are looked at once more before they count.
 */
final class HealthProbeRun {
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final long CROWDED_MILLIS = 2;

    private final HealthProbe probe;
    private final Consumer<Verdict> done;
    private final HealthReplyDecoder reply = new HealthReplyDecoder();

    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable ScheduledFuture<?> pause;
    private @Nullable Channel channel;
    private boolean lookedAgain;
    private boolean answered;

    HealthProbeRun(HealthProbe probe, Consumer<Verdict> done) {
        this.probe = probe;
        this.done = done;
    }

    void begin() {
        timeout = probe.loop().schedule(() -> end(probe.silence()), probe.timeoutMillis(), TimeUnit.MILLISECONDS);
        locate();
    }

    private void locate() {
        probe.locate((path, problem) -> {
            if (path != null) {
                connect(path);
            } else if (problem != null) {
                lookAgainOr(String.valueOf(problem.getMessage()));
            }
        });
    }

    private void connect(Path socket) {
        if (answered) {
            return;
        }
        ChannelFuture connecting =
                probe.bootstrap().clone().handler(new Conversation()).connect(UnixDomainSocketAddress.of(socket));
        channel = connecting.channel();
        connecting.addListener(c -> connected(socket, c.cause()));
    }

    private void connected(Path socket, @Nullable Throwable problem) {
        if (problem == null) {
            if (channel != null) {
                channel.writeAndFlush(Unpooled.wrappedBuffer(HealthProtocol.ping()));
            }
            return;
        }
        Refusal.explain(socket, problem).ifPresentOrElse(this::lookAgainOr, this::waitInTheCrowd);
    }

    private void lookAgainOr(String problem) {
        if (answered) {
            return;
        }
        if (lookedAgain) {
            end(problem);
            return;
        }
        lookedAgain = true;
        pause = probe.loop().schedule(this::locate, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void waitInTheCrowd() {
        if (!answered) {
            pause = probe.loop().schedule(this::locate, CROWDED_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What came so far is the answer; {@code otherwise} says what happened where nothing came. */
    private void end(String otherwise) {
        if (answered) {
            return;
        }
        answered = true;
        cancel(timeout);
        cancel(pause);
        if (channel != null) {
            channel.close();
        }
        done.accept(verdict(otherwise));
    }

    private Verdict verdict(String otherwise) {
        if (reply.isHealthy()) {
            return Verdict.UP;
        }
        String text = reply.text();
        return text.isEmpty() ? Verdict.failed(otherwise) : Verdict.down(text);
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** What one connection brings; a second look is another connection. */
    private final class Conversation extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                if (reply.feed(bytes.nioBuffer())) {
                    end("");
                }
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end("closed without an answer");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end("the connection broke: " + cause.getMessage());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.ipc.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One probe of one service, answered exactly once: locate the socket, ask {@code status}, and {@code ping} where that is not
 * understood.
 *
 * <p>A server that is just starting passes through a missing file, a blank one, and a name that is not listened on yet; so those are
 * looked at once more before they count.
 */
final class HealthProbeRun {
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final long CROWDED_MILLIS = 2;

    private final HealthProbe probe;
    private final Consumer<Verdict> done;

    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable ScheduledFuture<?> pause;
    private @Nullable Path socket;
    private @Nullable Conversation conversation;
    private boolean lookedAgain;
    private boolean answered;

    HealthProbeRun(HealthProbe probe, Consumer<Verdict> done) {
        this.probe = probe;
        this.done = done;
    }

    void begin() {
        timeout = probe.loop().schedule(this::timeIsOver, probe.timeoutMillis(), TimeUnit.MILLISECONDS);
        locate();
    }

    /** What was done so far, for a person. */
    String describe() {
        String where = socket == null ? "no socket" : "socket " + socket;
        return conversation == null ? where : where + ", " + conversation.question.describe();
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

    private void connect(Path path) {
        if (answered) {
            return;
        }
        socket = path;
        Conversation next = new Conversation(path, probe.understandsStatus(path) ? Question.status() : Question.ping());
        conversation = next;
        ChannelFuture connecting = probe.bootstrap().clone().handler(next).connect(UnixDomainSocketAddress.of(path));
        next.channel = connecting.channel();
        connecting.addListener(c -> connected(next, c.cause()));
    }

    private void connected(Conversation with, @Nullable Throwable problem) {
        if (problem == null) {
            with.ask();
        } else {
            Refusal.explain(with.path, problem).ifPresentOrElse(this::lookAgainOr, this::waitInTheCrowd);
        }
    }

    private void lookAgainOr(String problem) {
        if (lookedAgain) {
            end(Verdict.failed(problem));
        } else if (!answered) {
            lookedAgain = true;
            pause = probe.loop().schedule(this::locate, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void waitInTheCrowd() {
        if (!answered) {
            pause = probe.loop().schedule(this::locate, CROWDED_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void timeIsOver() {
        Optional<Verdict> sofar = conversation == null ? Optional.empty() : conversation.question.end();
        end(sofar.orElseGet(() -> Verdict.failed(probe.silence())));
    }

    private void end(Verdict verdict) {
        if (answered) {
            return;
        }
        answered = true;
        cancel(timeout);
        cancel(pause);
        if (conversation != null) {
            conversation.close();
        }
        done.accept(verdict);
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** One question on one connection; the next one gets another. */
    private final class Conversation extends ChannelInboundHandlerAdapter {
        private final Path path;
        private final Question question;
        private @Nullable Channel channel;
        private boolean over;

        Conversation(Path path, Question question) {
            this.path = path;
            this.question = question;
        }

        void ask() {
            if (channel != null) {
                channel.writeAndFlush(Unpooled.wrappedBuffer(question.bytes()));
            }
        }

        void close() {
            over = true;
            if (channel != null) {
                channel.close();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                if (!over && question.feed(bytes.nioBuffer())) {
                    conclude("");
                }
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            conclude("closed without an answer");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            conclude("the connection broke: " + cause.getMessage());
        }

        /** What came is the answer; {@code otherwise} says what happened where nothing came. */
        private void conclude(String otherwise) {
            if (over) {
                return;
            }
            close();
            Optional<Verdict> verdict = question.end();
            if (verdict.isEmpty() && question.isStatus()) {
                probe.doesNotUnderstandStatus(path);
                connect(path);
            } else {
                end(verdict.orElseGet(() -> Verdict.failed(otherwise)));
            }
        }
    }
}

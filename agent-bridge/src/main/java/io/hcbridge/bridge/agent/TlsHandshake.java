/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.net.LoopTasks;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the TLS handshake of a connection, and then starts its session with the remaining time since accept. A handshake that fails or
 * exceeds the time ends the connection without a reply. After the handshake, this handler reports to the session that the client has closed
 * its side (close_notify) or has disconnected. Belongs to the event loop.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private static final String NAME = "handshake";
    /** The first byte of a TLS record with a handshake. No line of text begins with it. */
    private static final int HANDSHAKE_RECORD = 22;

    /** The JDK takes two messages of 32 KiB, a greeting and a certificate, and a request follows. */
    private static final int MAX_BYTES = 128 * 1024;

    private final SessionEnvironment environment;
    private final Client client;
    private final SslHandler tls;
    private final HandshakeSlot slot;

    private long accepted;
    private boolean isSessionOpen;
    private boolean isFailed;
    private boolean clientEnded;
    private @Nullable ChannelHandlerContext deferredEnd;
    private @Nullable ScheduledFuture<?> deadline;

    private TlsHandshake(SessionEnvironment environment, Client client, SslHandler tls, HandshakeSlot slot) {
        this.environment = environment;
        this.client = client;
        this.tls = tls;
        this.slot = slot;
    }

    /** Adds the TLS handlers at the start of the pipeline. */
    static void addTo(
            ChannelPipeline pipeline,
            SslHandler tls,
            HandshakeSlot slot,
            SessionEnvironment environment,
            Client client) {
        tls.setCloseNotifyFlushTimeoutMillis(environment.times().linger());
        TlsHandshake handshake = new TlsHandshake(environment, client, tls, slot);
        pipeline.addFirst(NAME, handshake);
        pipeline.addFirst("tls", tls);
        pipeline.addFirst("tcp-end", handshake.new TcpEndHandler());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        accepted = nanoTime(context);
        deadline = LoopTasks.schedule(
                context.channel().eventLoop(), environment.times().answer(), () -> giveUp(context));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            complete(context, handshake);
        } else if (event instanceof SslCloseCompletionEvent close) {
            if (close.isSuccess()) {
                clientEnded = true;
                context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            }
        } else if (!(event instanceof ChannelInputShutdownEvent)) {
            context.fireUserEventTriggered(event);
        } else if (!clientEnded) {
            // An end of TCP without a close_notify is not authenticated: an attacker can cut the connection in the
            // middle of a line.
            abort(context);
        }
    }

    private void complete(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        cancelDeadline();
        if (handshake.isSuccess()) {
            beginIfValid(context);
        } else if (!(handshake.cause() instanceof ClosedChannelException)) {
            // The TLS handler sends an alert and closes the connection.
            isFailed = true;
            reject(HandshakeFailure.of(handshake.cause()));
        }
    }

    /** The dates are looked at here, because a resumed session has not looked at the client's certificate again. */
    private void beginIfValid(ChannelHandlerContext context) {
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            ((X509Certificate) chain[0]).checkValidity();
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            isFailed = true;
            reject(HandshakeFailure.of(e));
            abort(context);
            return;
        }
        begin(context);
    }

    private void begin(ChannelHandlerContext context) {
        isSessionOpen = true;
        slot.end();
        context.pipeline()
                .addAfter(NAME, "session", AgentSession.afterHandshake(environment, client, elapsed(context)));
        context.fireChannelActive();
        ChannelHandlerContext end = deferredEnd;
        if (end != null) {
            // Runs after the TLS handler has decoded the bytes that it holds.
            LoopTasks.execute(
                    context.channel().eventLoop(),
                    () -> end.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE));
        }
    }

    private void giveUp(ChannelHandlerContext context) {
        reject(new HandshakeFailure(
                Rejection.TLS_TOO_SLOW,
                "handshake did not end within " + environment.times().answer() + "ms"));
        abort(context);
    }

    /** Closes the connection below the TLS handler. The TLS handler would first wait until its alert is sent. */
    private void abort(ChannelHandlerContext context) {
        context.pipeline().context(tls).close();
    }

    /**
     * Handles the end of the client's TCP stream before the TLS handler does. The TLS handler discards undecoded bytes when the stream
     * ends. While the computations of a handshake run, these bytes may be a whole request. This handler therefore defers the event, for a
     * limited time.
     * It also limits the bytes that are buffered meanwhile, and closes a connection without TLS at once.
     */
    private final class TcpEndHandler extends ChannelInboundHandlerAdapter {
        private int received;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            // The TLS handler would wait for the whole header of a record, and a short line has fewer bytes.
            boolean isText = received == 0
                    && !isSessionOpen
                    && bytes.isReadable()
                    && bytes.getUnsignedByte(bytes.readerIndex()) != HANDSHAKE_RECORD;
            received = isSessionOpen ? 0 : received + bytes.readableBytes();
            if (isText) {
                refuse(context, bytes, HandshakeFailure.NOT_SPOKEN);
            } else if (received > MAX_BYTES) {
                refuse(
                        context,
                        bytes,
                        new HandshakeFailure(
                                Rejection.TLS_FAILED,
                                "more than " + MAX_BYTES + " bytes before the end of the handshake"));
            } else {
                context.fireChannelRead(message);
            }
        }

        private void refuse(ChannelHandlerContext context, ByteBuf bytes, HandshakeFailure failure) {
            ReferenceCountUtil.release(bytes);
            if (!isFailed) {
                isFailed = true;
                reject(failure);
                context.close();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (isSessionOpen || !(event instanceof ChannelInputShutdownEvent)) {
                context.fireUserEventTriggered(event);
            } else {
                deferredEnd = context;
                cancelDeadline();
                long left = environment.times().answer() - elapsed(context);
                deadline = LoopTasks.schedule(
                        context.channel().eventLoop(),
                        Math.max(0, Math.min(left, environment.times().linger())),
                        context::close);
            }
        }
    }

    private void reject(HandshakeFailure failure) {
        environment.metrics().rejected(failure.reason());
        environment.log().refused(client, "TLS: " + failure.text());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (isSessionOpen) {
            context.fireExceptionCaught(cause);
            return;
        }
        if (!(cause instanceof IOException) && !isOfClient(cause)) {
            LoopTasks.failed(context.channel().eventLoop(), cause);
        }
        if (!isFailed) {
            isFailed = true;
            if (isOfClient(cause)) {
                reject(HandshakeFailure.of(cause));
            }
            abort(context);
        }
    }

    /**
     * The JDK's parsers throw these upon bytes that no TLS library sends. A certificate that is nested deeply enough overflows the stack,
     * which must not end the bridge as another error does.
     */
    private static boolean isOfClient(Throwable cause) {
        return cause instanceof RuntimeException || cause instanceof StackOverflowError;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
        context.fireChannelInactive();
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private long elapsed(ChannelHandlerContext context) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime(context) - accepted);
    }

    private static long nanoTime(ChannelHandlerContext context) {
        return context.channel().eventLoop().ticker().nanoTime();
    }
}

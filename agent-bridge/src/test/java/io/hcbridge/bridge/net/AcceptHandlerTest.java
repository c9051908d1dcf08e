/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AcceptHandlerTest implements ListenerEvents {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> passedOn = new ArrayList<>();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel listener = EmbeddedChannel.builder()
            .ticker(ticker)
            .handlers(new AcceptHandler(this, null), new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    passedOn.add(cause);
                }
            })
            .build();

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public void acceptFailed(SocketAddress address, Throwable cause) {
        events.add("failed " + address + " " + cause.getMessage());
    }

    @Override
    public void closed(SocketAddress address) {
        events.add("closed " + address);
    }

    @Test
    void acceptingPausesFor100MillisecondsAfterAFailure() {
        fail();
        assertThat(listener.config().isAutoRead()).isFalse();
        pass(99);
        assertThat(listener.config().isAutoRead()).isFalse();
        pass(1);
        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(events).containsExactly("failed embedded no descriptors");
    }

    @Test
    void failureIsNotForwardedToNettysAcceptor() {
        fail();
        assertThat(passedOn).isEmpty();
    }

    @Test
    void failureDuringAPauseDoesNotExtendIt() {
        fail();
        pass(60);
        fail();
        pass(40);
        assertThat(listener.config().isAutoRead()).isTrue();
        pass(60);
        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(events).hasSize(2);
    }

    @Test
    void closedListenerIsReportedWithItsAddress() {
        listener.close();
        assertThat(events).containsExactly("closed embedded");
    }

    @Test
    void acceptedChannelWithoutAReceiverIsForwarded() {
        Channel accepted = new EmbeddedChannel();
        listener.writeInbound(accepted);
        assertThat(listener.<Object>readInbound()).isSameAs(accepted);
    }

    @Test
    void acceptedChannelIsRegisteredWithTheHandlersOfItsReceiver() throws Exception {
        CompletableFuture<Channel> active = new CompletableFuture<>();
        NioSocketChannel accepted = new NioSocketChannel();
        acceptOn(
                accepted,
                channel -> channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRegistered(ChannelHandlerContext context) {
                        active.complete(context.channel());
                    }
                }));
        assertThat(active.get(10, TimeUnit.SECONDS)).isSameAs(accepted);
    }

    @Test
    void acceptedChannelThatItsReceiverClosesIsNotRegistered() throws Exception {
        NioSocketChannel accepted = new NioSocketChannel();
        acceptOn(accepted, channel -> channel.unsafe().closeForcibly());
        assertThat(accepted.isRegistered()).isFalse();
        assertThat(accepted.isOpen()).isFalse();
    }

    @Test
    void acceptedChannelIsClosedIfItsReceiverThrowsAndAcceptingGoesOn() throws Exception {
        NioSocketChannel accepted = new NioSocketChannel();
        acceptOn(accepted, channel -> {
            throw new IllegalStateException("a fault");
        });
        assertThat(accepted.isOpen()).isFalse();
        assertThat(events).isEmpty();
    }

    /** Lets a listening channel on a loop accept a channel. */
    private void acceptOn(Channel accepted, Consumer<Channel> acceptor) throws Exception {
        NioServerSocketChannel server = new NioServerSocketChannel();
        server.pipeline().addLast(new AcceptHandler(this, acceptor));
        loops.register(server).get(10, TimeUnit.SECONDS);
        server.eventLoop()
                .submit(() -> server.pipeline().fireChannelRead(accepted))
                .get(10, TimeUnit.SECONDS);
    }

    private void fail() {
        listener.pipeline().fireExceptionCaught(new IOException("no descriptors"));
    }

    private void pass(long millis) {
        ticker.advance(millis, TimeUnit.MILLISECONDS);
        listener.runPendingTasks();
    }
}

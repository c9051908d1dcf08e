/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A connection in memory with a simulated clock. */
final class TestChannel extends EmbeddedChannel implements DuplexChannel {
    private final MockTicker ticker;
    private boolean isOutputEnded;

    private TestChannel(MockTicker ticker, ChannelHandler handler) {
        super(EmbeddedChannel.builder().ticker(ticker).handlers(handler));
        this.ticker = ticker;
    }

    static TestChannel of(ChannelHandler handler) {
        return new TestChannel(Ticker.newMockTicker(), handler);
    }

    /** Delivers bytes, then runs all due tasks. */
    TestChannel receive(String bytes) {
        pipeline().fireChannelRead(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        return settle();
    }

    /** Simulates that the client closes its output. */
    TestChannel receiveEnd() {
        pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        return settle();
    }

    /** Simulates that the client resets the connection. */
    TestChannel receiveReset() {
        pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        return this;
    }

    /** Advances the clock and runs all due tasks. */
    TestChannel pass(long millis) {
        return runTimers(millis).settle();
    }

    /** Advances the clock and runs the timers, but not the tasks that they leave to a later turn of the loop. */
    TestChannel runTimers(long millis) {
        ticker.advance(millis, TimeUnit.MILLISECONDS);
        runScheduledPendingTasks();
        return this;
    }

    /** Runs the loop until no task is due. */
    TestChannel settle() {
        do {
            runPendingTasks();
        } while (hasPendingTasks());
        return this;
    }

    /** Returns the text written since the last call; empty if there is none. */
    String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = readOutbound(); bytes != null; bytes = readOutbound()) {
            text.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }
        return text.toString();
    }

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return promise.setFailure(new UnsupportedOperationException());
    }

    @Override
    public boolean isOutputShutdown() {
        return isOutputEnded;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        isOutputEnded = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return promise.setFailure(new UnsupportedOperationException());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
final class LoopTasksTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LoopTasks.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() throws InterruptedException {
        logger.detachAppender(logged);
        logger.setAdditive(true);
        assertThat(group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void exceptionOfATimerIsLoggedAndTheLoopContinues() throws Exception {
        LoopTasks.schedule(loop, 1, () -> {
                    throw new IllegalStateException("wanted here");
                })
                .sync();
        assertLogged("wanted here");
        CountDownLatch later = new CountDownLatch(1);
        LoopTasks.execute(loop, later::countDown);
        assertThat(later.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void exceptionOfATaskIsLoggedAndTheLoopContinues() throws Exception {
        LoopTasks.execute(loop, () -> {
            throw new IllegalStateException("wanted here");
        });
        loop.submit(() -> assertLogged("wanted here")).sync();
    }

    @Test
    void errorOfATaskIsLoggedAndEndsTheLoop() throws Exception {
        LoopTasks.schedule(loop, 1, () -> {
            throw new NoClassDefFoundError("wanted here");
        });
        assertThat(loop.terminationFuture().await(5, TimeUnit.SECONDS)).isTrue();
        assertLogged("wanted here");
    }

    @Test
    void timerRunsWhenItsTimeHasPassed() throws Exception {
        long start = System.nanoTime();
        LoopTasks.schedule(loop, 30, () -> {}).sync();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
    }

    private void assertLogged(String message) {
        assertThat(logged.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo(message);
        });
    }
}

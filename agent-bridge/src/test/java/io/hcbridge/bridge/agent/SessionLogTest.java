/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hcbridge.bridge.probe.BridgeFault;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class SessionLogTest {
    private static final Client CLIENT = new Client("10.0.0.1", 4711);

    private final Logger logger = (Logger) LoggerFactory.getLogger(SessionLog.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private long nanos = 1;
    private final SessionLog log = new SessionLog(() -> nanos);

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
    }

    @Test
    void unknownTargetIsLoggedWithItsClientOncePerPeriod() {
        log.unknownTarget(CLIENT, "nope");
        pass(9_999);
        log.unknownTarget(CLIENT, "nope");
        pass(1);
        log.unknownTarget(new Client("unix:/run/a.sock", 0), "other");
        assertThat(lines())
                .containsExactly(
                        "WARN client 10.0.0.1:4711: unknown target 'nope'",
                        "WARN client unix:/run/a.sock: unknown target 'other' (and 1 more since the last such line)");
    }

    @Test
    void rejectionIsLoggedOncePerPeriod() {
        log.refused(new Client("::1", 4711), "not in agent.allow");
        log.refused(CLIENT, "not in agent.allow");
        assertThat(lines()).containsExactly("WARN client [::1]:4711: refused: not in agent.allow");
    }

    @Test
    void faultOfTheBridgeIsLoggedOncePerPeriod() {
        log.fault("orders", new BridgeFault("no descriptors"));
        log.fault("orders", new BridgeFault("no descriptors"));
        assertThat(lines())
                .containsExactly(
                        "ERROR target orders: check closed without a reply: fault of the bridge: no descriptors");
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private Iterable<String> lines() {
        return logged.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import io.hcbridge.bridge.log.LogConfig.Format;
import io.hcbridge.bridge.log.LogConfig.Level;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tests the lines on standard error. */
@Timeout(30)
class LogSetupTest {
    private static final Logger LOG = LoggerFactory.getLogger("io.hcbridge.test");
    private static final Logger FOREIGN = LoggerFactory.getLogger("org.example.test");

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @AfterEach
    void restore() {
        LogSetup.stop();
        System.setErr(standardError);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new BootstrapLogConfig().configure(context);
    }

    private void apply(Level level, Format format, OutputStream to) {
        System.setErr(new PrintStream(to, true, StandardCharsets.UTF_8));
        LogSetup.apply(new LogConfig(level, format));
    }

    /** Stops the log and returns all lines. */
    private List<String> lines() {
        LogSetup.stop();
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void textLineHasTheTimeInUtcTheLevelAndTheMessage() {
        apply(Level.INFO, Format.TEXT, written);
        LOG.info("target {}: {} -> {}{}", "orders", "up", "down", ": database gone");
        assertThat(lines())
                .singleElement()
                .asString()
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  target orders: up -> down: database gone");
    }

    @Test
    void controlCharactersInATextLineAreReplaced() {
        apply(Level.INFO, Format.TEXT, written);
        LOG.info("said {}", "a\nb\r\u001b[31m\u0085c\td\u007f\u00e9");
        assertThat(lines()).singleElement().asString().endsWith(" said a?b??[31m?c?d?\u00e9");
    }

    @Test
    void jsonLineHasTheFormattedMessageAndTheFieldsOfTheEvent() {
        apply(Level.INFO, Format.JSON, written);
        LOG.atInfo()
                .addKeyValue("target", "orders")
                .addKeyValue("to", "down")
                .log("target {}: {} -> {}{}", "orders", "up", "down", ": database gone");
        List<String> lines = lines();
        assertThat(lines).singleElement().asString().containsOnlyOnce("\"message\":");
        JsonObject line = new JsonObject(lines.get(0));
        assertThat(line.getString("message")).isEqualTo("target orders: up -> down: database gone");
        assertThat(line.getString("target")).isEqualTo("orders");
        assertThat(line.getString("to")).isEqualTo("down");
        assertThat(line.getString("level")).isEqualTo("INFO");
        assertThat(line.getString("loggerName")).isEqualTo("io.hcbridge.test");
        assertThat(Instant.parse(line.getString("time")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(line.fieldNames())
                .containsExactlyInAnyOrder("time", "level", "threadName", "loggerName", "message", "target", "to");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"},{\"level\":\"ERROR",
                "back\\slash \\u0000",
                "two\nlines\r\nthree",
                "\0\b\f\t\u001b\u007f",
                "\u2028\u00e9\ud83d\ude00"
            })
    void hostileTextIsOneLineOfValidJson(String text) {
        apply(Level.INFO, Format.JSON, written);
        LOG.atWarn().addKeyValue("text", text).log("said {}", text, new IllegalStateException(text));
        List<String> lines = lines();
        assertThat(lines).hasSize(1);
        JsonObject line = new JsonObject(lines.get(0));
        assertThat(line.getString("message")).isEqualTo("said " + text);
        assertThat(line.getString("text")).isEqualTo(text);
        assertThat(line.getJsonObject("throwable").getString("message")).isEqualTo(text);
    }

    @Test
    void warningsBeforeTheConfigurationAreWrittenAtOnce() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        assertThat(new BootstrapLogConfig().configure(context))
                .isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        LOG.info("not shown");
        LOG.warn("shown");
        assertThat(written.toString(StandardCharsets.UTF_8))
                .endsWith(" WARN  shown\n")
                .hasLineCount(1);
    }

    @Test
    void levelAppliesToOwnLoggersAndOthersLogWarnings() {
        apply(Level.ERROR, Format.TEXT, written);
        LOG.warn("not shown");
        LogSetup.level("debug");
        LOG.debug("shown");
        FOREIGN.info("not shown");
        FOREIGN.warn("foreign");
        assertThat(lines()).hasSize(2).anyMatch(l -> l.endsWith(" shown")).anyMatch(l -> l.endsWith(" foreign"));
    }

    @Test
    void linesOfLibrariesHaveTheSameFormat() {
        apply(Level.INFO, Format.JSON, written);
        System.getLogger("io.hcbridge.ipc").log(System.Logger.Level.WARNING, "accept failed");
        JsonObject line = new JsonObject(lines().get(0));
        assertThat(line.getString("message")).isEqualTo("accept failed");
        assertThat(line.getString("level")).isEqualTo("WARN");
    }

    @Test
    void blockedStandardErrorDoesNotBlockCallersOrTheStop() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch isBlocked = new CountDownLatch(1);
        apply(Level.INFO, Format.TEXT, new OutputStream() {
            @Override
            public void write(int b) {
                isBlocked.countDown();
                awaitUninterruptibly(gate);
                written.write(b);
            }
        });
        try {
            LOG.info("first");
            isBlocked.await();
            for (int i = 0; i < 2000; i++) {
                LOG.info("line {}", i);
            }
            assertThat(LogSetup.linesDropped()).isEqualTo(2000 - 1023);
            long start = System.nanoTime();
            LogSetup.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(150), Duration.ofSeconds(20));
            assertThat(written.size()).isZero();
        } finally {
            gate.countDown();
        }
        // The writing thread continues: no queued line is lost, and the last line reports the dropped ones.
        String report = " WARN  log: lines dropped (count=977): standard error was not read in time\n";
        while (!written.toString(StandardCharsets.UTF_8).endsWith(report)) {
            Thread.onSpinWait();
        }
        assertThat(written.toString(StandardCharsets.UTF_8).lines()).hasSize(1 + 1023 + 1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean wasInterrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

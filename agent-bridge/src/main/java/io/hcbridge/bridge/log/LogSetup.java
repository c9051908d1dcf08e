/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.hcbridge.bridge.config.BridgeConfig.LogConfig;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Lines to standard error, as text or JSON; configured in code, since the daemon starts faster without a file of its own. */
public final class LogSetup {
    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %msg%n";
    private static final String STDERR = "System.err";

    /** The levels that an operator may choose. */
    public static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

    private static final String OURS = "io.hcbridge";

    private LogSetup() {}

    /** Changes the level of what is running. */
    public static void level(String level) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(OURS).setLevel(Level.toLevel(level));
    }

    /** Replaces whatever was set up before. */
    public static void apply(LogConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        apply(config, context);
    }

    static void apply(LogConfig config, LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget(STDERR);
        console.setEncoder(encoder(config.format(), context));
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.WARN);
        context.getLogger(OURS).setLevel(Level.toLevel(config.level().name()));
    }

    private static Encoder<ILoggingEvent> encoder(LogConfig.Format format, LoggerContext context) {
        return switch (format) {
            case TEXT -> {
                PatternLayoutEncoder text = new PatternLayoutEncoder();
                text.setContext(context);
                text.setPattern(TEXT);
                text.start();
                yield text;
            }
            case JSON -> {
                JsonEncoder json = new JsonEncoder();
                json.setContext(context);
                json.start();
                yield json;
            }
        };
    }
}

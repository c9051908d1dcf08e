/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures the log. Lines are written to standard error, as text or JSON. The configuration is code, because the daemon starts faster
 * without a configuration file. Thread-safe.
 */
public final class LogSetup {
    /** The levels that operators can choose. */
    public static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

    /** The format of text lines. Control characters are replaced, because they could forge a line or control the terminal. */
    private static final String TEXT =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %replace(%msg){'[\u0000-\u001f\u007f-\u009f]', '?'}%n";

    private static final String STANDARD_ERROR = "System.err";
    private static final String NETTY_BOOTSTRAP = "io.netty.bootstrap.Bootstrap";
    private static final String OWN_LOGGERS = "io.hcbridge";
    private static final int QUEUE_CAPACITY = 1024;
    private static final int FLUSH_MILLIS = 150;

    private static volatile @Nullable NonBlockingAppender queue;
    private static volatile @Nullable LogFile logFile;

    private LogSetup() {}

    /** Changes the level of the running daemon. {@code level} must be one of {@link #LEVELS}. */
    public static void level(String level) {
        context().getLogger(OWN_LOGGERS).setLevel(Level.toLevel(level));
    }

    /**
     * Replaces the configuration. From now on, logging does not block. Lines that standard error does not accept in time are dropped and
     * counted.
     */
    public static void apply(LogConfig config) {
        apply(config, console(config.format(), context()));
    }

    /**
     * Like {@link #apply(LogConfig)}, but writes the lines to a file instead of standard error.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void applyToFile(LogConfig config, Path file) throws IOException {
        LogFile log = LogFile.open(file, encoder(config.format(), context()), context());
        apply(config, log);
        logFile = log;
    }

    /** Reopens the log file after it was renamed. Returns whether there is a log file. */
    public static boolean reopenFile() {
        LogFile current = logFile;
        if (current != null) {
            current.reopen();
        }
        return current != null;
    }

    private static void apply(LogConfig config, Appender<ILoggingEvent> to) {
        LoggerContext context = context();
        context.reset();
        to.start();
        NonBlockingAppender created = nonBlocking(to, context);
        attach(created, config, context);
        queue = created;
    }

    /** Configures a log that writes each line before the logging call returns. For commands and for the start of the daemon. */
    static void applySynchronous(LogConfig config, LoggerContext context) {
        attach(console(config.format(), context), config, context);
    }

    /** Writes the queued lines, for at most 150 ms, and stops the log. Must be called before the process exits. */
    public static void stop() {
        NonBlockingAppender current = queue;
        if (current != null) {
            current.stop();
        }
    }

    /** Returns the number of lines that were dropped because standard error was not read in time. */
    public static long linesDropped() {
        NonBlockingAppender current = queue;
        return current == null ? 0 : current.dropped();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static void attach(Appender<ILoggingEvent> appender, LogConfig config, LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        // grpc-java sets an option that unix sockets do not support. Netty would log a warning for each connection.
        context.getLogger(NETTY_BOOTSTRAP).setLevel(Level.ERROR);
        context.getLogger(OWN_LOGGERS).setLevel(Level.toLevel(config.level().name()));
    }

    private static NonBlockingAppender nonBlocking(Appender<ILoggingEvent> to, LoggerContext context) {
        NonBlockingAppender created =
                new NonBlockingAppender(context.getLogger(LogSetup.class), QUEUE_CAPACITY, FLUSH_MILLIS);
        created.setName("log");
        created.addAppender(to);
        created.start();
        return created;
    }

    private static Appender<ILoggingEvent> console(LogConfig.Format format, LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget(STANDARD_ERROR);
        console.setEncoder(encoder(format, context));
        console.start();
        return console;
    }

    static Encoder<ILoggingEvent> encoder(LogConfig.Format format, LoggerContext context) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case TEXT -> textEncoder();
            case JSON -> new JsonLineEncoder();
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> textEncoder() {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setPattern(TEXT);
        return text;
    }
}

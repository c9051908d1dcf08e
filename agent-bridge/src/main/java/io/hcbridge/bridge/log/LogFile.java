/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log file that another program may rename. */
final class LogFile extends FileAppender<ILoggingEvent> {
    private LogFile() {}

    /**
     * Opens a file for appending.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    static LogFile open(Path file, Encoder<ILoggingEvent> encoder, LoggerContext context) throws IOException {
        // Logback only records a failure, and it would create the parent directory.
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new IOException("cannot write the log file " + file + ": " + IoErrors.describeWrite(e), e);
        }
        LogFile log = new LogFile();
        log.setContext(context);
        log.setName("file");
        log.setFile(file.toString());
        log.setAppend(true);
        log.setEncoder(encoder);
        return log;
    }

    /** Closes the file and opens the file that now has its name. Thread-safe. */
    void reopen() {
        try {
            openFile(getFile());
        } catch (IOException e) {
            System.err.println("cannot write the log file " + getFile() + ": " + IoErrors.describeWrite(e));
        }
    }
}

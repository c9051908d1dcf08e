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

/** A log file that another program may move away. */
final class LogFile extends FileAppender<ILoggingEvent> {
    private LogFile() {}

    /**
     * Opens a file to append to.
     *
     * @throws IOException if it cannot be written; the message names it
     */
    static LogFile open(Path file, Encoder<ILoggingEvent> encoder, LoggerContext context) throws IOException {
        // Logback only notes a failure; its parent directory is not to be made either.
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

    /** Closes the file and opens the one that has its name now. Any thread may call it. */
    void reopen() {
        try {
            openFile(getFile());
        } catch (IOException e) {
            System.err.println("cannot write the log file " + getFile() + ": " + IoErrors.describeWrite(e));
        }
    }
}

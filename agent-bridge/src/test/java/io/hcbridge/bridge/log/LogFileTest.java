/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path directory;

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("test");

    private LogFile open(Path file) throws IOException {
        LogFile log = LogFile.open(file, LogSetup.encoder(LogConfig.Format.TEXT, context), context);
        log.start();
        return log;
    }

    private void write(LogFile log, String text) {
        LoggingEvent event = new LoggingEvent("test", logger, Level.INFO, text, null, null);
        event.setMDCPropertyMap(Map.of());
        log.doAppend(event);
    }

    @Test
    void linesAreAppendedAndAMovedFileIsLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("a.log"), "before\n");
        LogFile log = open(file);
        write(log, "one");
        Path moved = Files.move(file, directory.resolve("a.log.1"));
        write(log, "two");
        log.reopen();
        write(log, "three");
        log.stop();
        assertThat(Files.readAllLines(moved)).hasSize(3).element(2).asString().endsWith("two");
        assertThat(Files.readAllLines(file)).singleElement().asString().endsWith("three");
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() {
        Path file = directory.resolve("none/a.log");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write the log file " + file + ": no such directory");
        assertThat(file.getParent()).doesNotExist();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest {
    @TempDir
    Path directory;

    @Test
    void fileHasTheProcessIdUntilItIsRemoved() throws Exception {
        Path path = directory.resolve("a.pid");
        PidFile file = new PidFile(path);
        file.write();
        assertThat(path).hasContent(Long.toString(ProcessHandle.current().pid()));
        file.remove();
        assertThat(path).doesNotExist();
        file.remove();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "", "a much longer text than any process id of any system"})
    void fileThatAnotherProcessHasWrittenIsLeftAlone(String text) throws Exception {
        Path path = directory.resolve("a.pid");
        PidFile file = new PidFile(path);
        file.write();
        Files.writeString(path, text);
        file.remove();
        assertThat(Files.readString(path)).isEqualTo(text);
    }

    @Test
    void fileThatCannotBeWrittenIsNamedWithTheReason() {
        Path none = directory.resolve("none/a.pid");
        assertThatThrownBy(new PidFile(none)::write)
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write the pid file " + none + ": no such directory");
    }
}

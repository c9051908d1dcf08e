/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.bridge.override.SavedState;
import io.hcbridge.bridge.override.file.StateFormat.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how a state file is read at the start. */
final class StateDocumentReaderTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("state.json");
    }

    @Test
    void missingFileIsAnEmptyStateWithoutALoss() throws Exception {
        assertThat(StateDocumentReader.read(file())).isEqualTo(Document.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"version\":\"1\"}"})
    void fileThatCannotBeParsedIsSetAsideAndTheLossIsRecorded(String text) throws Exception {
        Files.writeString(file(), text);
        Document document = StateDocumentReader.read(file());
        assertThat(document.state()).isEqualTo(SavedState.EMPTY);
        assertThat(document.loss())
                .hasValueSatisfying(loss -> assertThat(loss)
                        .startsWith("state file " + file() + " did not parse (")
                        .contains("was set aside as " + file() + ".unreadable.1"));
        assertThat(file()).doesNotExist();
        assertThat(aside(1)).hasContent(text);
    }

    @Test
    void fileThatIsNotUtf8IsSetAside() throws Exception {
        Files.write(file(), new byte[] {'{', (byte) 0xff, '}'});
        assertThat(StateDocumentReader.read(file()).loss())
                .hasValueSatisfying(loss -> assertThat(loss).contains("(is not UTF-8)"));
    }

    @Test
    void earlierFilesAreKeptUntilTheOldestIsReplaced() throws Exception {
        for (int i = 1; i <= 9; i++) {
            Files.writeString(file(), "text " + i);
            StateDocumentReader.read(file());
            Files.setLastModifiedTime(aside(i), FileTime.fromMillis(i == 4 ? 1000 : 1000L + i));
            assertThat(aside(i)).hasContent("text " + i);
        }
        Files.writeString(file(), "text 10");
        assertThat(StateDocumentReader.read(file()).loss())
                .hasValueSatisfying(loss -> assertThat(loss).contains(".unreadable.4"));
        assertThat(aside(4)).hasContent("text 10");
        assertThat(aside(1)).hasContent("text 1");
        assertThat(aside(10)).doesNotExist();
    }

    @Test
    void fileThatCannotBeSetAsideIsAnErrorAndStays() throws Exception {
        Files.writeString(file(), "garbage");
        for (int i = 1; i <= 9; i++) {
            Files.createDirectories(aside(i).resolve("full"));
        }
        assertThatIOException()
                .isThrownBy(() -> StateDocumentReader.read(file()))
                .withMessageStartingWith("it does not parse and cannot be set aside as " + directory);
        assertThat(file()).hasContent("garbage");
    }

    @Test
    void fileThatIsTooLongIsSetAside() throws IOException {
        try (var channel = Files.newByteChannel(
                file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.position(64 << 20).write(ByteBuffer.wrap(new byte[1]));
        }
        assertThat(StateDocumentReader.read(file()).loss())
                .hasValueSatisfying(loss -> assertThat(loss).contains("is longer than 67108864 bytes"));
    }

    private Path aside(int number) {
        return directory.resolve("state.json.unreadable." + number);
    }
}

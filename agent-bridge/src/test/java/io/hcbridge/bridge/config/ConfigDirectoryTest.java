/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static io.hcbridge.bridge.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configuration in a directory of files. */
@Timeout(20)
class ConfigDirectoryTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void createDirectory() throws IOException {
        directory = Files.createDirectory(parent.resolve("conf.yaml"));
    }

    private void write(String name, String yaml) throws IOException {
        Files.writeString(directory.resolve(name), yaml);
    }

    private ConfigBuilder read() {
        return new ConfigBuilder().file(directory);
    }

    @Test
    void filesAreMergedInTheOrderOfTheirNames() throws Exception {
        write("20.yaml", "targets: {c: {directory: /c}, a: {directory: /a}}\n");
        write("10.yaml", "targets: {b: {directory: /b}}\nagent: {reply-deadline: 2s}\n");
        write("30.yaml", "defaults: {timeout: 1500ms}\nagent: {max-connections: 7}\n");
        ConfigBuilder builder = read();
        BridgeConfig config = builder.build();
        assertThat(config.targets().keySet()).containsExactly("b", "c", "a");
        assertThat(config.targets().values())
                .allMatch(target -> target.timeout().equals(Duration.ofMillis(1500)));
        assertThat(config.agent().replyDeadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.agent().maxConnections()).isEqualTo(7);
        assertThat(builder.fileCount()).isEqualTo(3);
    }

    @Test
    void secondDefinitionNamesBothPlaces() throws Exception {
        write(
                "a.yaml",
                "agent:\n  listen: 127.0.0.1:1\n  max-connections: 1\ntargets:\n  x: {directory: /x}\ndefaults: {maxconn: 1}\n");
        write("b.yaml", "targets:\n  x: {directory: /y}\nagent: {max-connections: 1, listen: ['127.0.0.1:2']}\n");
        write("c.yaml", "defaults:\n  maxconn: 2\n");
        assertThat(problems(read()))
                .map(problem -> problem.replace(directory + "/", ""))
                .containsExactly(
                        "b.yaml:2: targets.x: duplicate key, first defined at a.yaml:5",
                        "b.yaml:3: agent.max-connections: duplicate key, first defined at a.yaml:3",
                        "b.yaml:3: agent.listen: duplicate key, first defined at a.yaml:2",
                        "c.yaml:2: defaults.maxconn: duplicate key, first defined at a.yaml:6");
    }

    @Test
    void errorsAreInTheOrderOfTheFilesAndTheirLines() throws Exception {
        write("b.yaml", "colour: red\n");
        write("a.yaml", "# a long comment, so that the error of the other file has a smaller offset\ncolour: red\n[");
        write("c.yaml", "targets: {x: {}}\nagent: {default-target: y}\n");
        assertThat(problems(read()))
                .containsExactly(
                        "a.yaml:3: not YAML: expected <block end>, but found '['",
                        "b.yaml:1: colour: unknown key",
                        "c.yaml:1: targets.x: needs directory",
                        "c.yaml:2: agent.default-target: 'y' is not among the targets; did you mean 'x'?");
    }

    @Test
    void hiddenFilesAndWhatIsNoRegularFileAreIgnored() throws Exception {
        write("a.yaml", "targets: {a: {directory: /a}}\n");
        write(".b.yaml", "targets: {b: {directory: /b}}\n");
        write("c.yaml.bak", "[");
        write("d.yml", "[");
        Files.createDirectory(directory.resolve("e.yaml"));
        Files.createSymbolicLink(directory.resolve("f.yaml"), Path.of("/dev/zero"));
        Files.createSymbolicLink(directory.resolve("g.yaml"), Path.of("nowhere"));
        Files.writeString(parent.resolve("h"), "targets: {h: {directory: /h}}\n");
        Files.createSymbolicLink(directory.resolve("h.yaml"), Path.of("../h"));
        assertThat(read().build().targets().keySet()).containsExactly("a", "h");
    }

    @Test
    void directoryWithoutAFileIsAnError() throws Exception {
        String problem = "conf.yaml: the directory has no file *.yaml";
        assertThat(problems(read())).containsExactly(problem);
        write(".a.yaml", "targets: {b: {directory: /b}}\n");
        assertThat(problems(read())).containsExactly(problem);
    }

    @Test
    void emptyFileIsAnError() throws Exception {
        write("a.yaml", "targets: {a: {directory: /a}}\n");
        write("b.yaml", "");
        assertThat(problems(read())).containsExactly("b.yaml: must be a mapping of keys to values");
    }

    @Test
    void numberOfFilesIsLimited() throws Exception {
        for (int i = 0; i < ConfigFiles.MAX_FILES; i++) {
            write(i + ".yaml", "targets: {t" + i + ": {directory: /x}}\n");
        }
        assertThat(read().build().targets()).hasSize(ConfigFiles.MAX_FILES);
        write("one-more.yaml", "{}");
        assertThat(problems(read())).containsExactly("conf.yaml: has more than 1000 files *.yaml");
    }

    @Test
    void sumOfBytesIsLimited() throws Exception {
        int files = ConfigFiles.MAX_BYTES / MIB;
        for (int i = 0; i < files; i++) {
            String target = "targets: {t" + i + ": {directory: /x}}\n";
            write(i + ".yaml", target + "#".repeat(MIB - target.length()));
        }
        assertThat(read().build().targets()).hasSize(files);
        write("x.yaml", "#\ntargets: {x: {directory: /x}}\n");
        List<String> problems = problems(read());
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0))
                .startsWith("x.yaml: the files of ")
                .endsWith(" up to this one have more than 4194304 bytes");
    }
}

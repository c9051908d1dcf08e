/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static io.hcbridge.bridge.config.Configs.TARGET;
import static io.hcbridge.bridge.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests files that are too large, damaged or hostile. */
@Timeout(20)
class ConfigFileLimitsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    private List<String> problemsOf(String yaml) throws IOException {
        return problemsOf(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> problemsOf(byte[] content) throws IOException {
        return problems(new ConfigBuilder().file(Files.write(directory.resolve("c.yaml"), content)));
    }

    private static String padded(int size) {
        return TARGET + "#".repeat(size - TARGET.length());
    }

    @Test
    void fileHasAtMostOneMebibyte() throws Exception {
        assertThat(problemsOf(padded(MIB))).isEmpty();
        assertThat(problemsOf(padded(MIB + 1))).containsExactly("c.yaml: cannot be read: longer than 1048576 bytes");
    }

    @Test
    void endlessFileIsReadOnlyToTheLimit() {
        assertThat(problems(new ConfigBuilder().file(Path.of("/dev/zero"))))
                .containsExactly("/dev/zero: cannot be read: longer than 1048576 bytes");
    }

    @Test
    void fileThatCannotBeReadIsReportedAsAnError() throws Exception {
        assertThat(problems(new ConfigBuilder().file(directory.resolve("none.yaml"))))
                .containsExactly("none.yaml: no such file");
        Path folder = Files.createDirectory(directory.resolve("folder.yaml"));
        assertThat(problems(new ConfigBuilder().file(folder)))
                .containsExactly("folder.yaml: the directory has no file *.yaml");
    }

    @Test
    void byteOrderMarkIsSkipped() throws Exception {
        assertThat(problemsOf("\uFEFF" + TARGET)).isEmpty();
    }

    @Test
    void textThatIsNotUtf8IsRejected() throws Exception {
        assertThat(problemsOf(new byte[] {'a', ':', ' ', (byte) 0xE4}))
                .containsExactly("c.yaml: cannot be read: not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets: {a: {directory: /x\0y}}", "\0", "targets:\0"})
    void nulByteIsRejected(String yaml) throws Exception {
        assertThat(problemsOf(yaml)).singleElement().asString().startsWith("c.yaml: not YAML: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void deepNestingIsRejectedWithoutAStackOverflow(String level) throws Exception {
        assertThat(problemsOf(level.repeat(MIB / level.length())))
                .containsExactly("c.yaml:1: not YAML: nested deeper than 10 levels");
    }

    @Test
    void tenLevelsAreRead() throws Exception {
        assertThat(problemsOf("[".repeat(10) + "]".repeat(10)))
                .containsExactly("c.yaml: must be a mapping of keys to values");
        assertThat(problemsOf("[".repeat(11) + "]".repeat(11)))
                .containsExactly("c.yaml:1: not YAML: nested deeper than 10 levels");
    }

    @Test
    void depthIsNotAddedUpOverSiblings() throws Exception {
        assertThat(problemsOf(TARGET + "agent: {allow: [" + "[],".repeat(20) + "]}"))
                .hasSize(20)
                .allMatch(problem -> problem.equals("c.yaml:2: agent.allow: must be a single value"));
    }

    @Test
    void nestedAliasesDoNotTakeExponentialTime() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
        }
        assertThat(problemsOf(bomb + "agent: {listen: *a29}\n" + TARGET))
                .containsExactly(
                        "c.yaml: not YAML: Number of aliases for non-scalar nodes exceeds the specified max=50");
    }

    @Test
    void manyAliasesOfALargeMappingDoNotTakeLong() throws Exception {
        StringBuilder bomb = new StringBuilder("targets:\n  t: &t {directory: /x");
        for (int i = 0; i < 20_000; i++) {
            bomb.append(",k").append(i).append(": ");
        }
        bomb.append("}\n");
        for (int i = 0; i < 50; i++) {
            bomb.append("  t").append(i).append(": *t\n");
        }
        assertThat(problemsOf(bomb.toString()))
                .hasSize(101)
                .startsWith("c.yaml:2: targets.t.k0: unknown key")
                .endsWith("more than 100 errors; the others are not listed");
    }

    @Test
    void recursiveValueIsAnError() throws Exception {
        assertThat(problemsOf("targets: &t {a: *t}"))
                .containsExactlyInAnyOrder(
                        "c.yaml:1: targets.a: needs directory", "c.yaml:1: targets.a.a: unknown key");
        assertThat(problemsOf(TARGET + "agent: {allow: &l [*l]}"))
                .containsExactly("c.yaml:2: agent.allow: must be a single value");
    }

    @Test
    void oneHundredErrorsAreAllListed() throws Exception {
        assertThat(problemsOf(TARGET + unknownKeys(100))).hasSize(100).endsWith("c.yaml:101: k99: unknown key");
        assertThat(problemsOf(TARGET + unknownKeys(101)))
                .hasSize(101)
                .endsWith("more than 100 errors; the others are not listed");
    }

    private static String unknownKeys(int count) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append('k').append(i).append(": 1\n");
        }
        return keys.toString();
    }

    @Test
    void fileHasAtMostTwoHundredThousandKeysAndValues() throws Exception {
        String list = "agent: {allow: [" + "1.1.1.1,".repeat(100);
        assertThat(problemsOf(TARGET + list + "]}")).isEmpty();
        assertThat(problemsOf("[" + "a,".repeat(200_000) + "]"))
                .containsExactly("c.yaml:1: not YAML: more than 200000 keys and values");
    }

    @Test
    void manyTargetsAreReadInOrder() throws Exception {
        StringBuilder yaml = new StringBuilder("targets:\n");
        for (int i = 0; i < 10_000; i++) {
            yaml.append("  t")
                    .append(i)
                    .append(": {directory: /srv/t")
                    .append(i)
                    .append("}\n");
        }
        BridgeConfig config = new ConfigBuilder()
                .file(Files.writeString(directory.resolve("c.yaml"), yaml))
                .build();
        assertThat(config.targets()).hasSize(10_000);
        assertThat(config.targets().keySet()).startsWith("t0", "t1", "t2").endsWith("t9999");
    }
}

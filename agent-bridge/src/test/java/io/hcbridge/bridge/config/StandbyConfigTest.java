/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static io.hcbridge.bridge.config.Configs.TARGET;
import static io.hcbridge.bridge.config.Configs.flags;
import static io.hcbridge.bridge.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a group of bridges. */
class StandbyConfigTest {
    @TempDir
    private Path directory;

    @Test
    void bridgeWithoutANameIsInNoGroup() throws Exception {
        assertThat(file("{}").build().standby()).isEmpty();
    }

    @Test
    void nameAndDirectoryMakeTheFilesOfTheGroup() throws Exception {
        StandbyConfig group = file("{group: {name: edge}}").build().standby().orElseThrow();
        assertThat(group.lock()).hasToString("/run/hcbridge/edge.lock");
        assertThat(group.handover()).hasToString("/run/hcbridge/edge.handover");
        assertThat(file("{group: {name: a, directory: /x}}")
                        .flags(flags("--group=b", "--group-directory=/y"))
                        .build()
                        .standby())
                .contains(new StandbyConfig("b", Path.of("/y")));
    }

    @Test
    void nameMustBeThatOfAFile() throws Exception {
        for (String name : List.of("a/b", ".a", "-a", "a b", "a".repeat(65))) {
            assertThat(problems(file("{group: {name: '" + name + "'}}")))
                    .containsExactly("c.yaml:1: agent.group.name: '" + name
                            + "' must be 1 to 64 letters, digits, '.', '_' or '-', and must not begin with '.' or '-'");
        }
    }

    @Test
    void directoryNeedsANameAndMustBeAbsoluteAndShort() throws Exception {
        assertThat(problems(file("{group: {directory: /x}}")))
                .containsExactly("c.yaml:1: agent.group.directory: has no effect without agent.group.name");
        assertThat(problems(file("{group: {name: a, directory: x}}")))
                .containsExactly("c.yaml:1: agent.group.directory: 'x' must be an absolute path");
        assertThat(problems(file("{group: {name: a, directory: /" + "x".repeat(100) + "}}")))
                .singleElement()
                .asString()
                .startsWith("c.yaml:1: agent.group.name: ")
                .contains("107 bytes");
    }

    private ConfigBuilder file(String agent) throws IOException {
        return new ConfigBuilder()
                .file(Files.writeString(directory.resolve("c.yaml"), "agent: " + agent + "\n" + TARGET));
    }
}

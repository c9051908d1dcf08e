/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigFlags;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.key.ConfigKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ConfigOptionsTest {
    /** A value for each flag, different from its default. */
    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("--listen", "127.0.0.1:6666"),
            Map.entry("--allow", "10.0.0.0/8"),
            Map.entry("--metrics", "none"),
            Map.entry("--target", "b=/srv/b"),
            Map.entry("--default-target", "a"),
            Map.entry("--reply-deadline", "2s"),
            Map.entry("--state-file", "/var/lib/hcbridge/state.json"),
            Map.entry("--admin-socket", "/run/hcbridge/admin.sock"),
            Map.entry("--log-level", "debug"),
            Map.entry("--log-format", "json"),
            Map.entry("--group", "edge"),
            Map.entry("--group-directory", "/run/bridges"),
            Map.entry("--eosio", "true"),
            Map.entry("--eosio-allow", "api.example.org"));

    /** What a flag has no effect without. */
    private static final Map<String, String> NEEDED = Map.of(
            "--eosio", "--eosio-allow=api.example.org",
            "--eosio-allow", "--eosio",
            "--group-directory", "--group=edge");

    @TempDir
    Path directory;

    private static BridgeConfig read(String... arguments) throws Exception {
        ConfigOptions options = new ConfigOptions();
        CommandSpec spec = CommandSpec.create();
        options.addTo(spec);
        new CommandLine(spec).parseArgs(arguments);
        return options.read();
    }

    static Stream<String> flags() {
        return ConfigFlags.keys().stream().map(key -> key.flag().orElseThrow().name());
    }

    @ParameterizedTest
    @MethodSource("flags")
    void everyFlagChangesTheConfiguration(String flag) throws Exception {
        assertThat(SAMPLES).as("add a sample value for the new flag").containsKey(flag);
        String sample = SAMPLES.get(flag);
        List<String> arguments = new ArrayList<>(List.of("--target=a=/srv/a", flag + "=" + sample));
        Optional.ofNullable(NEEDED.get(flag)).ifPresent(arguments::add);
        assertThat(read(arguments.toArray(String[]::new))).isNotEqualTo(read("--target=a=/srv/a"));
        assertThat(read("--target=a=/srv/a")).isEqualTo(read("--target=a=/srv/a"));
    }

    @Test
    void adminSocketOfTheCommandLineIsUsed() throws Exception {
        assertThat(read("--target=a=/srv/a", "--admin-socket=/run/admin.sock")
                        .admin()
                        .orElseThrow()
                        .socket())
                .isEqualTo(Path.of("/run/admin.sock"));
    }

    @Test
    void onlyFlagsOfListsCanBeRepeated() throws Exception {
        assertThat(read("--target=a=/a", "--listen=127.0.0.1:1", "--listen", "127.0.0.1:2")
                        .agent()
                        .listen())
                .containsExactly(new TcpAddress("127.0.0.1", 1), new TcpAddress("127.0.0.1", 2));
        ConfigOptions options = new ConfigOptions();
        CommandSpec spec = CommandSpec.create();
        options.addTo(spec);
        for (ConfigKey<?> key : ConfigFlags.keys()) {
            String flag = key.flag().orElseThrow().name();
            assertThat(spec.findOption(flag).isMultiValue()).as(flag).isEqualTo(key.isList());
        }
    }

    @Test
    void flagsReplaceValuesOfTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("c.yaml"), """
                agent: {listen: 127.0.0.1:1, max-connections: 7}
                targets: {a: {directory: /a}}
                """);
        BridgeConfig config = read("--listen=127.0.0.1:2", "--config=" + file);
        assertThat(config.agent().listen()).containsExactly(new TcpAddress("127.0.0.1", 2));
        assertThat(config.agent().maxConnections()).isEqualTo(7);
    }

    @Test
    void helpHasOneOptionForEachFlagWithItsDefault() {
        CommandLine serve = ServeCommand.commandLine();
        String help = serve.getUsageMessage();
        flags().forEach(flag ->
                assertThat(help).containsAnyOf("      " + flag + "=", "      " + flag + "[=true|false]"));
        assertThat(help)
                .contains("Default: 127.0.0.1:5555")
                .doesNotContain("`", "](")
                .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 80));
    }
}

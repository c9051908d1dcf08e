/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.BridgeConfig;
import io.hcbridge.bridge.config.ConfigBuilder;
import io.hcbridge.bridge.config.ConfigException;
import io.hcbridge.bridge.config.ConfigFlags;
import io.hcbridge.bridge.config.LoadedConfig;
import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Flag;
import io.hcbridge.bridge.override.file.StateFileCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that configure a bridge: {@code --config}, and one option for each configuration key with a flag. */
final class ConfigOptions {
    private final OptionSpec file = OptionSpec.builder("--config")
            .paramLabel("FILE")
            .description("YAML file, or directory of *.yaml files; flags replace its values")
            .type(Path.class)
            .build();
    private final List<OptionSpec> flags = new ArrayList<>();

    ConfigOptions() {
        ConfigFlags.keys().forEach(key -> flags.add(option(key, key.flag().orElseThrow())));
    }

    /** Adds the options to a command. */
    void addTo(CommandSpec command) {
        command.addOption(file);
        // No lambda here: the class archive leaves out old classes like CommandSpec if a lambda refers to them.
        for (OptionSpec flag : flags) {
            command.addOption(flag);
        }
    }

    /** Reads the configuration. Must be called after the command line is parsed. */
    BridgeConfig read() throws ConfigException {
        return read(new ConfigBuilder()).config();
    }

    /** Reads the configuration for a bridge that is to run here, as this user. May be called again. */
    LoadedConfig readForThisHost() throws ConfigException {
        return read(new ConfigBuilder().forThisHost());
    }

    /**
     * Reads the configuration like {@link #readForThisHost}. A member of a group also finds now what would stop it, because when it is
     * elected the previous master has ended.
     */
    LoadedConfig readForStart() throws ConfigException {
        LoadedConfig loaded = readForThisHost();
        return loaded.config().standby().isPresent()
                ? read(new ConfigBuilder().beforeStart(StateFileCheck::problem))
                : loaded;
    }

    private LoadedConfig read(ConfigBuilder builder) throws ConfigException {
        Path path = file.getValue();
        if (path != null) {
            builder.file(path);
        }
        Map<String, List<String>> texts = new HashMap<>();
        for (OptionSpec flag : flags) {
            Object value = flag.getValue();
            if (value != null) {
                texts.put(flag.longestName(), value instanceof String text ? List.of(text) : flag.getValue());
            }
        }
        return builder.flags(new ConfigFlags(texts)).load();
    }

    private static OptionSpec option(ConfigKey<?> key, Flag flag) {
        String repeated = key.isList() ? " (may be repeated)" : "";
        String byDefault = key.byDefault().isRequired()
                ? ""
                : "\nDefault: " + key.byDefault().text();
        OptionSpec.Builder option = OptionSpec.builder(flag.name())
                .paramLabel(flag.label())
                .description(
                        (key.meaning() + repeated + byDefault).replace("`", "").replace("%", "%%"));
        if (flag.isToggle()) {
            return option.type(String.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .paramLabel("true|false")
                    .build();
        }
        return key.isList()
                ? option.type(List.class).auxiliaryTypes(String.class).build()
                : option.type(String.class).build();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeKeys;
import java.util.List;

/** The keys of {@link ExecProbeConfig}. */
public final class ExecProbeKeys implements ProbeKeys {
    private static final ConfigKey<String> COMMAND = ConfigKey.list(
            "command", ExecProbeKeys::argument, Default.required(), "absolute path of the program, then its arguments");
    private static final ConfigKey<String> USER = ConfigKey.one(
            "user",
            ValueParsers::account,
            Default.none("none"),
            "user who runs the program, by name or number; required if the bridge runs as root, refused otherwise");
    private static final ConfigKey<Boolean> AGENT_LINE = ConfigKey.one(
            "agent-line",
            ValueParsers::bool,
            Default.value("false"),
            "`true`: if the exit code is 0 and the first output line is an agent reply, that line is used");

    @Override
    public List<ConfigKey<?>> all() {
        return List.of(COMMAND, USER, AGENT_LINE);
    }

    @Override
    public ProbeConfig read(KeyValues values) {
        return new ExecProbeConfig(values.list(COMMAND), values.find(USER), values.get(AGENT_LINE));
    }

    private static String argument(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an argument must not contain a NUL character");
        }
        return text;
    }
}

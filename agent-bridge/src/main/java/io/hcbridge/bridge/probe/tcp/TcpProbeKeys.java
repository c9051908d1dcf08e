/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.tcp;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.HostPort;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The keys of {@link TcpProbeConfig}. */
public final class TcpProbeKeys implements ProbeKeys {
    private static final int LONGEST = 1024;

    private static final ConfigKey<HostPort> ADDRESS = ConfigKey.one(
            "address",
            HostPort::parseServer,
            Default.required(),
            "address to connect to, `HOST:PORT` or `[IPV6]:PORT`");
    private static final ConfigKey<String> SEND = ConfigKey.one(
            "send",
            TcpProbeKeys::text,
            Default.none("nothing"),
            "text to send, in UTF-8; YAML reads `\\r\\n` as a line end only in double quotes");
    private static final ConfigKey<String> EXPECT = ConfigKey.one(
            "expect",
            TcpProbeKeys::text,
            Default.none("a connection is enough"),
            "text that the answer must start with; literal");
    private static final ConfigKey<Boolean> AGENT_LINE = ConfigKey.one(
            "agent-line",
            ValueParsers::bool,
            Default.value("false"),
            "`true`: if the answer's first line is an agent reply, that line is used");

    @Override
    public List<ConfigKey<?>> all() {
        return List.of(ADDRESS, SEND, EXPECT, AGENT_LINE);
    }

    @Override
    public ProbeConfig read(KeyValues values) {
        return new TcpProbeConfig(
                values.get(ADDRESS),
                values.find(SEND),
                new TcpExpectation(values.find(EXPECT), values.get(AGENT_LINE)));
    }

    private static String text(String text) {
        // The text may have a password, so no message has it.
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("must have 1 to " + LONGEST + " bytes");
        }
        return text;
    }
}

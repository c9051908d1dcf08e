/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.push;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.probe.ProbeKeys;
import java.time.Duration;
import java.util.List;

/** The keys of {@link PushConfig}. */
public final class PushKeys implements ProbeKeys {
    private static final ConfigKey<String> USER = ConfigKey.one(
            "user",
            ValueParsers::account,
            Default.required(),
            "user, by name or number, whose processes may report for the target; root may, too");
    private static final ConfigKey<Duration> TTL = ConfigKey.one(
            "ttl",
            PushConfig.TTL::parse,
            Default.value("5s"),
            "time after which a target without a further report is `failed`, `1s` to `1h`");

    @Override
    public List<ConfigKey<?>> all() {
        return List.of(USER, TTL);
    }

    @Override
    public PushConfig read(KeyValues values) {
        return new PushConfig(values.get(TTL), values.get(USER));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeKeys;
import java.nio.file.Path;
import java.util.List;

/** The keys of {@link HealthProbeConfig}. */
public final class HealthProbeKeys implements ProbeKeys {
    private static final String DEFAULT_SOCKET_DIRECTORY = "/tmp";

    public static final ConfigKey<Path> DIRECTORY = ConfigKey.one(
            "directory",
            ValueParsers::absolutePath,
            Default.required(),
            "the service's directory, in which the service writes `.hc-socket`; on a local file system, because every check"
                    + " looks at the file; need not exist yet");
    private static final ConfigKey<Path> SOCKET_DIRECTORY = ConfigKey.one(
            "socket-directory",
            ValueParsers.absolutePathOr(DEFAULT_SOCKET_DIRECTORY),
            Default.value(DEFAULT_SOCKET_DIRECTORY),
            "directory of the service's socket; `.hc-socket` contains the name of the socket");
    private static final ConfigKey<String> USER = ConfigKey.one(
            "user",
            ValueParsers::account,
            Default.none("none"),
            "user, by name or number, whose socket is trusted, in addition to root and the owner of `.hc-socket`");

    @Override
    public List<ConfigKey<?>> all() {
        return List.of(DIRECTORY, SOCKET_DIRECTORY, USER);
    }

    @Override
    public ProbeConfig read(KeyValues values) {
        return new HealthProbeConfig(values.get(DIRECTORY), values.get(SOCKET_DIRECTORY), values.find(USER));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeKeys;
import java.util.List;

/** The keys of {@link GrpcProbeConfig}. */
public final class GrpcProbeKeys implements ProbeKeys {
    private static final int MAX_SERVICE = 255;

    private static final ConfigKey<GrpcAddress> ADDRESS = ConfigKey.one(
            "address",
            GrpcAddress::parse,
            Default.required(),
            "server without TLS, `HOST:PORT`, `[IPV6]:PORT` or `unix:/PATH`");
    private static final ConfigKey<String> SERVICE = ConfigKey.one(
            "service",
            GrpcProbeKeys::service,
            Default.none("the server as a whole"),
            "name of the service whose health is queried");
    private static final ConfigKey<String> USER = ConfigKey.one(
            "user",
            ValueParsers::account,
            Default.none("none"),
            "user, by name or number, whose unix socket is trusted, in addition to root and the bridge's user");

    @Override
    public List<ConfigKey<?>> all() {
        return List.of(ADDRESS, SERVICE, USER);
    }

    @Override
    public ProbeConfig read(KeyValues values) {
        return new GrpcProbeConfig(values.get(ADDRESS), values.find(SERVICE).orElse(""), values.find(USER));
    }

    private static String service(String text) {
        if (text.length() > MAX_SERVICE || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a service's name must have at most " + MAX_SERVICE + " characters and no control characters");
        }
        return text;
    }
}

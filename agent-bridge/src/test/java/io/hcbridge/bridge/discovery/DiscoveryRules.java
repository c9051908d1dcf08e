/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import io.hcbridge.bridge.config.DirectoryPattern;
import io.hcbridge.bridge.config.DiscoverConfig;
import io.hcbridge.bridge.config.NamePattern;
import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.probe.health.DiscoveredProbeConfig;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Rules of discovery for tests. */
final class DiscoveryRules {
    private DiscoveryRules() {}

    /** Discovers all directories in {@code parent}. */
    static DiscoverConfig all(Path parent, Duration forgetAfter) {
        return matching(new DirectoryPattern(parent, "", ""), forgetAfter);
    }

    static DiscoverConfig matching(DirectoryPattern directories, Duration forgetAfter) {
        HealthProbeConfig probe = new HealthProbeConfig(directories.parent(), Path.of("/tmp"), Optional.empty());
        return new DiscoverConfig(
                directories,
                new NamePattern("", ""),
                forgetAfter,
                target("template", probe),
                new DiscoveredProbeConfig(probe));
    }

    /** Returns a service in the directory of its name. */
    static DiscoveredService service(Path parent, String name, Duration forgetAfter) {
        DiscoverConfig rule = all(parent, forgetAfter);
        return new DiscoveredService(rule.target(name).orElseThrow(), parent.resolve(name), forgetAfter);
    }

    private static TargetConfig target(String name, HealthProbeConfig probe) {
        return new TargetConfig(name, probe, Duration.ofMillis(500), OnFailed.FAIL, OptionalInt.empty());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.DurationRange;
import io.hcbridge.bridge.probe.health.DiscoveredProbeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A rule that makes targets of the directories of services.
 *
 * @param directories the directories
 * @param name pattern of the targets' names
 * @param forgetAfter time for which a target stays after its service has vanished, within {@link #FORGET_AFTER}
 * @param template configuration of all targets of this rule, apart from name and directory
 * @param probe configuration of their probes, apart from the directory
 */
public record DiscoverConfig(
        DirectoryPattern directories,
        NamePattern name,
        Duration forgetAfter,
        TargetConfig template,
        DiscoveredProbeConfig probe) {
    static final DurationRange FORGET_AFTER = new DurationRange(Duration.ofMillis(1), Duration.ofDays(1));

    public DiscoverConfig {
        FORGET_AFTER.check(forgetAfter);
    }

    /**
     * Returns the target of an entry of the parent directory.
     *
     * @param entry name of the entry
     * @return empty if the name does not match the patterns
     */
    public Optional<TargetConfig> target(String entry) {
        return directories
                .match(entry)
                .flatMap(name::apply)
                .map(target -> template.with(target, probe.in(directory(entry))));
    }

    /** Returns the path of an entry of the parent directory. */
    public Path directory(String entry) {
        return directories.parent().resolve(entry);
    }
}

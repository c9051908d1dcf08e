/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import java.time.Duration;
import java.util.List;

/** The keys of a rule in {@code discover}. */
final class DiscoverKeys {
    /** The section of rules, a list. */
    static final String SECTION = "discover";
    /** The section of a rule with the keys of its targets. */
    static final String DEFAULTS = "defaults";

    static final ConfigKey<DirectoryPattern> DIRECTORIES = ConfigKey.one(
            "directories",
            DirectoryPattern::parse,
            Default.required(),
            "the services' directories: an absolute path whose last name has one `*`, like `/srv/*`; the parent directory"
                    + " belongs to root or the bridge's user, is no link, and is not writable by others");
    static final ConfigKey<NamePattern> NAME = ConfigKey.one(
            "name",
            NamePattern::parse,
            Default.value("{name}"),
            "name of the target; `{name}` is the part of the directory's name that `*` stands for");
    static final ConfigKey<Duration> FORGET_AFTER = ConfigKey.one(
            "forget-after",
            DiscoverConfig.FORGET_AFTER::parse,
            Default.value("5m"),
            "time for which a target is answered `stopped` after its `.hc-socket` has vanished, up to `1d`; then its name is"
                    + " unknown");

    static final List<ConfigKey<?>> ALL = List.of(DIRECTORIES, NAME, FORGET_AFTER);

    private DiscoverKeys() {}
}

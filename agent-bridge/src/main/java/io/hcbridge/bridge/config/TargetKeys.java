/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.shape.Ramp;
import java.time.Duration;
import java.util.List;

/** The keys of every target, in addition to those of its kind of probe. */
final class TargetKeys {
    static final ConfigKey<Duration> TIMEOUT = ConfigKey.one(
            "timeout",
            TargetConfig.TIMEOUT::parse,
            Default.none("80 % of `agent.reply-deadline`"),
            "time limit of one probe; must be shorter than `agent.reply-deadline`");
    static final ConfigKey<Integer> MAXCONN = ConfigKey.one(
            "maxconn",
            ValueParsers::positive,
            Default.none("none"),
            "`maxconn` of the server in HAProxy's configuration. If it is set, a limit that the service reports is sent to"
                    + " HAProxy, and this value is sent while the service reports none");
    static final ConfigKey<OnFailed> ON_FAILED = ConfigKey.one(
            "on-failed",
            text -> ValueParsers.oneOf(OnFailed.class, text),
            Default.value("fail"),
            "effect on HAProxy while the service cannot be queried: `fail` takes the server DOWN, `report` shows the"
                    + " failure and keeps the server's state");

    static final ConfigKey<String> ALIASES = ConfigKey.list(
            "aliases",
            TargetConfig::checkAlias,
            Default.none("none"),
            "further names of the target in request lines, one or a list, like `BACKEND/SERVER`; docs/GROUPS.md describes them");
    static final ConfigKey<Duration> RAMP_FOR = ConfigKey.one(
            "ramp.for",
            Ramp.LENGTH::parse,
            Default.none("no ramp"),
            "time in which the weight rises to 100 % after the target returns from down, failed, drain or maint, `1s` to"
                    + " `1h`; docs/RAMP.md describes it");
    static final ConfigKey<Integer> RAMP_FROM = ConfigKey.one(
            "ramp.from",
            Ramp::parseFrom,
            Default.value("10"),
            "first weight of the ramp in percent of the target's weight, 1 to 99");

    static final List<ConfigKey<?>> ALL = List.of(TIMEOUT, MAXCONN, ON_FAILED, ALIASES, RAMP_FOR, RAMP_FROM);

    /** Keys that concern probes, and have no effect in a group. */
    static final List<ConfigKey<?>> OF_PROBES = List.of(TIMEOUT, MAXCONN);

    private TargetKeys() {}
}

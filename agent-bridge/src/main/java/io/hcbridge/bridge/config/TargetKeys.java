/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.ProbeSchedule.Background;
import io.hcbridge.bridge.config.ProbeSchedule.OnDemand;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.DurationRange;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.shape.FlapRule;
import io.hcbridge.bridge.shape.Ramp;
import io.hcbridge.bridge.shape.StabilityRules;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The keys of every target, in addition to those of its kind of probe. */
final class TargetKeys {
    private static final DurationRange FLAP_TIME = new DurationRange(Duration.ofSeconds(1), Duration.ofDays(1));

    static final ConfigKey<Duration> TIMEOUT = ConfigKey.one(
            "timeout",
            TargetConfig.TIMEOUT::parse,
            Default.none("80 % of `agent.reply-deadline`"),
            "time limit of one probe; without `interval` it must be shorter than `agent.reply-deadline`");
    static final ConfigKey<Integer> MAXCONN = ConfigKey.one(
            "maxconn",
            ValueParsers::positive,
            Default.none("none"),
            "`maxconn` of the server in HAProxy's configuration. If it is set, a limit that the service reports is sent to"
                    + " HAProxy, and this value is sent while the service reports none. `http`, `tcp` and `exec` report a limit only with"
                    + " `agent-line` or `map`; `grpc` and `eosio` report none, and then this value is always sent");
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

    static final ConfigKey<Duration> INTERVAL = ConfigKey.one(
            "interval",
            Background.INTERVAL::parse,
            Default.none("a probe for each check"),
            "time between two probes, `10ms` to `1h`; checks are then answered from memory, and `timeout` may be longer"
                    + " than `agent.reply-deadline`");
    static final ConfigKey<Duration> FAST_INTERVAL = ConfigKey.one(
            "fast-interval",
            Background.INTERVAL::parse,
            Default.none("`interval`"),
            "time between two probes while a change is pending, at most `interval`; needs `interval`");
    static final ConfigKey<Duration> MAX_STALE = ConfigKey.one(
            "max-stale",
            Background.MAX_STALE::parse,
            Default.none("3 × `interval` + `timeout`"),
            "age from which a result is not used any more, at least `interval`; a check then waits for a new probe; needs"
                    + " `interval`");
    static final ConfigKey<Duration> CACHE_FOR = ConfigKey.one(
            "cache-for",
            OnDemand.CACHE_FOR::parse,
            Default.none("only during the probe"),
            "time after a probe during which checks share its result, `1ms` to `1h`; not together with `interval`");
    static final ConfigKey<Integer> RISE = ConfigKey.one(
            "rise",
            text -> ValueParsers.wholeNumber(text, 1, StabilityRules.MAX_ROW),
            Default.value("1"),
            "number of consecutive results that are up after which the target is up, 1 to 100; needs `interval` or `push`");
    static final ConfigKey<Integer> FALL = ConfigKey.one(
            "fall",
            text -> ValueParsers.wholeNumber(text, 1, StabilityRules.MAX_ROW),
            Default.value("1"),
            "number of consecutive results that are not up after which the target is not up, 1 to 100; needs `interval` or `push`");
    static final ConfigKey<Integer> FLAP_CHANGES = ConfigKey.one(
            "flap.changes",
            text -> ValueParsers.wholeNumber(text, 2, FlapRule.MAX_CHANGES),
            Default.value("5"),
            "number of changes between up and not up after which the target is held down, 2 to 100; any key of `flap` turns"
                    + " the rule on; needs `interval` or `push`");
    static final ConfigKey<Duration> FLAP_WITHIN = ConfigKey.one(
            "flap.within", FLAP_TIME::parse, Default.value("60s"), "time in which these changes occur, `1s` to `1d`");
    static final ConfigKey<Duration> FLAP_HOLD = ConfigKey.one(
            "flap.hold",
            FLAP_TIME::parse,
            Default.value("30s"),
            "time for which the target is held down after the last of these changes, `1s` to `1d`");

    static final List<ConfigKey<?>> ALL = List.of(
            TIMEOUT,
            MAXCONN,
            ON_FAILED,
            INTERVAL,
            FAST_INTERVAL,
            MAX_STALE,
            CACHE_FOR,
            RISE,
            FALL,
            FLAP_CHANGES,
            FLAP_WITHIN,
            FLAP_HOLD,
            ALIASES,
            RAMP_FOR,
            RAMP_FROM);

    /** Keys that may have a default for several targets. An alias belongs to one target. */
    static final List<ConfigKey<?>> WITH_DEFAULTS =
            ALL.stream().filter(key -> !key.equals(ALIASES)).toList();

    private static final Set<ConfigKey<?>> OF_GROUPS = Set.of(ON_FAILED, ALIASES, RAMP_FOR, RAMP_FROM);

    /** Keys that concern probes, and have no effect in a group. */
    static final List<ConfigKey<?>> OF_PROBES =
            ALL.stream().filter(key -> !OF_GROUPS.contains(key)).toList();

    /** Keys that concern the times of probes, and have no effect in a target that is not probed. */
    static final List<ConfigKey<?>> OF_TIMES = List.of(TIMEOUT, INTERVAL, FAST_INTERVAL, MAX_STALE, CACHE_FOR);

    private TargetKeys() {}
}

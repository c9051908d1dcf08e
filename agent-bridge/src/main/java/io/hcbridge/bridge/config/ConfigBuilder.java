/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.BridgeConfig.AdminConfig;
import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.ProbeSchedule.Reported;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.config.key.Sourced;
import io.hcbridge.bridge.eosio.allow.AllowList;
import io.hcbridge.bridge.log.LogConfig;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.health.HealthProbeKeys;
import io.hcbridge.bridge.probe.push.PushConfig;
import io.hcbridge.bridge.shape.Ramp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Builds a configuration. Call {@link #file}, then {@link #flags}, which replace values of the file, then {@link #build}. Not thread-safe.
 */
public final class ConfigBuilder {
    private final ConfigErrors errors = new ConfigErrors();
    private final ConfigDraft draft = new ConfigDraft();
    private final KeyValues values = draft.values();
    private final Map<String, TargetDraft> targets = draft.targets();
    private final TlsChecks tls = new TlsChecks(values, errors);
    private final PushChecks push = new PushChecks(values, targets, errors);
    private final ConfigFiles files = new ConfigFiles(draft, errors);

    private boolean isForThisHost;
    private Optional<Function<Path, Optional<String>>> stateFileProblem = Optional.empty();
    private List<String> warnings = List.of();

    /** Reads a YAML file, or all files {@code *.yaml} of a directory. {@link #build} reports their errors. */
    public ConfigBuilder file(Path file) {
        files.read(file);
        return this;
    }

    /** Returns the number of files that were read. */
    public int fileCount() {
        return files.count();
    }

    /** Applies the flags of the command line. {@link #build} reports their errors. */
    public ConfigBuilder flags(ConfigFlags flags) {
        flags.applyTo(values, errors);
        Set<String> names = new HashSet<>();
        for (Sourced<TargetFlag> flag : values.sourced(BridgeKeys.TARGETS)) {
            if (!names.add(flag.value().name())) {
                errors.add(flag.place(), "target '" + flag.value().name() + "' is defined twice");
            }
            addTarget(flag.value(), flag.place());
        }
        return this;
    }

    /**
     * Returns warnings about the files that keys name, each with its place. Available after {@link #build}; empty without {@link
     * #forThisHost}.
     */
    public List<String> warnings() {
        return warnings;
    }

    private void addTarget(TargetFlag flag, Place place) {
        TargetDraft target = targets.getOrDefault(
                        flag.name(), new TargetDraft(place, ProbeKind.HEALTH, new KeyValues(), new KeyValues()))
                .withKind(ProbeKind.HEALTH);
        target.probe().set(HealthProbeKeys.DIRECTORY, List.of(new Sourced<>(flag.directory(), place)));
        targets.put(flag.name(), target);
    }

    /** Makes {@link #build} also check the files that keys name, and whether this user can probe all targets on this host. */
    public ConfigBuilder forThisHost() {
        isForThisHost = true;
        return this;
    }

    /**
     * Like {@link #forThisHost}. Makes {@link #build} also find what else would stop a bridge that starts now.
     *
     * @param problem returns the reason why a state file would stop it
     */
    public ConfigBuilder beforeStart(Function<Path, Optional<String>> problem) {
        stateFileProblem = Optional.of(problem);
        return forThisHost();
    }

    /**
     * Builds the configuration.
     *
     * @throws ConfigException with all errors of the file and the flags
     */
    public BridgeConfig build() throws ConfigException {
        return load().config();
    }

    /** Builds the configuration, like {@link #build}, for a bridge that can read it again. */
    public LoadedConfig load() throws ConfigException {
        draft.discover().forEach(DiscoverDraft::complete);
        Stream.concat(targets.values().stream(), draft.discover().stream().map(DiscoverDraft::targets))
                .forEach(target -> target.addMissing(draft.defaults()));
        EosioChecks eosio = new EosioChecks(values, errors);
        eosio.run();
        new CrossChecks(values, targets, draft.discover(), errors).run();
        tls.checkKeys();
        push.run();
        Map<String, TargetConfig> built = new LinkedHashMap<>();
        targets.forEach((name, draft) -> {
            if (draft.isComplete()) {
                addTarget(name, draft, built);
            }
        });
        if (isForThisHost) {
            warnings = tls.checkFiles();
            new SocketGroupChecks(values, errors).run();
            checkTargets(built);
        }
        stateFileProblem.ifPresent(problem -> new StartChecks(values, errors, problem).run());
        List<DiscoverConfig> discover = new ArrayList<>();
        if (errors.isEmpty()) {
            draft.discover().forEach(rule -> addRule(rule, discover));
        }
        errors.throwIfAny();
        return LoadedConfig.of(config(built, discover, eosio.isEnabled()), draft);
    }

    private BridgeConfig config(Map<String, TargetConfig> built, List<DiscoverConfig> discover, boolean hasEosio) {
        return new BridgeConfig(
                agent(),
                values.find(BridgeKeys.GROUP_NAME)
                        .map(name -> new StandbyConfig(name, values.get(BridgeKeys.GROUP_DIRECTORY))),
                values.get(BridgeKeys.MAX_PROCESSES),
                values.get(BridgeKeys.METRICS),
                values.find(BridgeKeys.STATE_FILE),
                values.find(BridgeKeys.ADMIN_SOCKET)
                        .map(socket -> new AdminConfig(
                                socket,
                                values.find(BridgeKeys.ADMIN_GROUP),
                                values.list(BridgeKeys.READERS),
                                values.list(BridgeKeys.OPERATORS))),
                new LogConfig(values.get(BridgeKeys.LOG_LEVEL), values.get(BridgeKeys.LOG_FORMAT)),
                push.config(),
                hasEosio ? Optional.of(new AllowList(values.list(BridgeKeys.EOSIO_ALLOW))) : Optional.empty(),
                built,
                discover);
    }

    private void checkTargets(Map<String, TargetConfig> built) {
        // Several targets may have the same error, for example that of a shared file.
        Set<String> found = new HashSet<>();
        targets.forEach((name, draft) -> {
            TargetConfig target = built.get(name);
            if (target != null) {
                target.probe().hostProblems(files.paths()).stream()
                        .filter(found::add)
                        .forEach(problem -> errors.add(draft.place(), problem));
            }
        });
    }

    private AgentConfig agent() {
        return new AgentConfig(
                values.list(BridgeKeys.LISTEN),
                values.list(BridgeKeys.ALLOW),
                values.get(BridgeKeys.REPLY_DEADLINE),
                values.get(BridgeKeys.MAX_CONNECTIONS),
                values.find(BridgeKeys.DEFAULT_TARGET),
                values.get(BridgeKeys.UNKNOWN_TARGET),
                values.get(BridgeKeys.READY_FOR),
                new SocketAccess(values.get(BridgeKeys.SOCKET_MODE), values.find(BridgeKeys.SOCKET_GROUP)),
                tls.config());
    }

    private void addTarget(String name, TargetDraft draft, Map<String, TargetConfig> into) {
        try {
            into.put(name, target(name, draft));
        } catch (IllegalArgumentException e) {
            errors.addUnlessExplained(draft.place(), String.valueOf(e.getMessage()));
        }
    }

    private void addRule(DiscoverDraft rule, List<DiscoverConfig> into) {
        try {
            into.add(rule.build(this::target));
        } catch (IllegalArgumentException e) {
            errors.add(rule.place(), String.valueOf(e.getMessage()));
        }
    }

    private TargetConfig target(String name, TargetDraft draft) {
        ProbeConfig probe = draft.kind().keys().get().read(draft.probe());
        Duration timeout = draft.values().find(TargetKeys.TIMEOUT).orElseGet(this::defaultTimeout);
        ScheduleReader schedule = new ScheduleReader(draft.values());
        return new TargetConfig(
                name,
                draft.values().list(TargetKeys.ALIASES),
                probe,
                timeout,
                draft.values().get(TargetKeys.ON_FAILED),
                draft.values().find(TargetKeys.MAXCONN).map(OptionalInt::of).orElse(OptionalInt.empty()),
                probe instanceof PushConfig ? new Reported() : schedule.schedule(timeout),
                schedule.stability(),
                draft.values()
                        .find(TargetKeys.RAMP_FOR)
                        .map(length -> new Ramp(length, draft.values().get(TargetKeys.RAMP_FROM))));
    }

    private Duration defaultTimeout() {
        return AgentConfig.probeTimeout(values.get(BridgeKeys.REPLY_DEADLINE));
    }
}

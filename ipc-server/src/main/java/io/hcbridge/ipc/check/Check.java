/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import io.hcbridge.protocol.health.HealthKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A named check and its settings, for {@link HealthRegistry#add}. A later change of the settings has no effect on a check that was added. Not
 * thread-safe.
 *
 * <pre>{@code
 * registry.add(Check.critical("database", () -> database.ping()).every(Duration.ofSeconds(5)).failAfter(3));
 * }</pre>
 *
 * <p>Without {@link #every}, a check runs for each request, and requests at the same time share a run. With {@link #every}, it runs in the
 * background, and no request waits for it.
 *
 * <p>Each check decides about readiness, which {@code ping}, {@code status} and {@code ready} ask. A check of the kind {@link #liveness} also
 * decides about {@code live}, and a check of the kind {@link #startup} also about {@code started}.
 */
public final class Check {
    private static final String SERVICE = "service";

    private final String name;
    private final boolean isCritical;
    private final boolean hasPrefix;
    private final DataCheck body;
    private final List<String> dependencies = new ArrayList<>();
    private HealthKind kind = HealthKind.READINESS;
    private Duration timeout = CheckSettings.DEFAULT_TIMEOUT;
    private OptionalInt weight = OptionalInt.empty();
    private Duration cacheFor = Duration.ZERO;
    private @Nullable Duration every;
    private @Nullable Duration everyWhileFailing;
    private @Nullable Duration maxStale;
    private int failAfter = 1;
    private int recoverAfter = 1;
    private boolean isInitiallyUp;

    private Check(String name, boolean isCritical, boolean hasPrefix, DataCheck body) {
        this.name = CheckText.requireName("check name", name);
        this.isCritical = isCritical;
        this.hasPrefix = hasPrefix;
        this.body = body;
    }

    /**
     * Returns a check without which the service is unhealthy. Clients receive its reason with the prefix {@code NAME: }.
     *
     * @param name 1 to 64 letters, digits, dots, dashes and underscores
     */
    public static Check critical(String name, HealthCheck check) {
        return critical(name, withoutData(check));
    }

    /** Returns a check without which the service is unhealthy, and which reports data. */
    public static Check critical(String name, DataCheck check) {
        return new Check(name, true, true, check);
    }

    /**
     * Returns a check without which the service is still healthy, but worse. HAProxy shows the reason, and {@link #weight} can reduce the
     * traffic.
     *
     * @param name 1 to 64 letters, digits, dots, dashes and underscores
     */
    public static Check degraded(String name, HealthCheck check) {
        return degraded(name, withoutData(check));
    }

    /** Returns a check without which the service is still healthy, but worse, and which reports data. */
    public static Check degraded(String name, DataCheck check) {
        return new Check(name, false, true, check);
    }

    /** Returns the critical check of a service that has only one. Its name is {@value #SERVICE}, and its reason is sent without a prefix. */
    public static Check service(HealthCheck check) {
        return new Check(SERVICE, true, false, withoutData(check));
    }

    /** Sets the kind. Default: {@link HealthKind#READINESS}. */
    public Check kind(HealthKind newKind) {
        kind = newKind;
        return this;
    }

    /** Makes the check decide about {@code live}, too. */
    public Check liveness() {
        return kind(HealthKind.LIVENESS);
    }

    /** Makes the check decide about {@code started}, too. It is not run any more after it has passed once. */
    public Check startup() {
        return kind(HealthKind.STARTUP);
    }

    /** Sets the time limit of one run, 1 ms to 1 day. Default: 8 s, because a Go client waits for 10 s. At the limit the run has failed. */
    public Check timeout(Duration newTimeout) {
        timeout = newTimeout;
        return this;
    }

    /** Sets the weight that HAProxy receives while a degraded check fails, 1 to 100 percent. Of several weights the lowest is sent. */
    public Check weight(int percent) {
        weight = OptionalInt.of(percent);
        return this;
    }

    /** Sets how long a result is used again, up to 1 day. Default: 0, each request runs the check. Not with {@link #every}. */
    public Check cacheFor(Duration newTime) {
        cacheFor = newTime;
        return this;
    }

    /** Runs the check in the background, 1 ms to 1 day after the end of its last run. The first run begins at once. */
    public Check every(Duration interval) {
        every = interval;
        return this;
    }

    /** Sets another interval for the time after a failed run. Needs {@link #every}. */
    public Check everyWhileFailing(Duration interval) {
        everyWhileFailing = interval;
        return this;
    }

    /** Sets the number of consecutive failures that make an up check down, 1 to 1000. Default: 1. Needs {@link #every}. */
    public Check failAfter(int failures) {
        failAfter = failures;
        return this;
    }

    /** Sets the number of consecutive successes that make a down check up, 1 to 1000. Default: 1. Needs {@link #every}. */
    public Check recoverAfter(int successes) {
        recoverAfter = successes;
        return this;
    }

    /**
     * Makes the check up until it has failed. Without this, it is unknown until its first result, which decides alone. Needs {@link #every}.
     */
    public Check initiallyUp() {
        isInitiallyUp = true;
        return this;
    }

    /**
     * Sets the age at which a result is not used any more; the check is then unknown. Default: three times the longest interval, plus the
     * time limit. Needs {@link #every}.
     */
    public Check maxStale(Duration age) {
        maxStale = age;
        return this;
    }

    /**
     * Names checks without which this check cannot pass. While one of them fails, this check is not run and fails, and its reason is {@code
     * needs NAME}. The registry must already have them.
     */
    public Check dependsOn(String... names) {
        dependencies.addAll(List.of(names));
        return this;
    }

    /** Returns the settings. */
    CheckSettings settings() {
        return new CheckSettings(
                name,
                kind,
                isCritical,
                hasPrefix,
                body,
                timeout,
                weight,
                cacheFor,
                CheckSchedule.of(name, every, everyWhileFailing, maxStale, timeout),
                failAfter,
                recoverAfter,
                isInitiallyUp,
                List.copyOf(dependencies));
    }

    private static DataCheck withoutData(HealthCheck check) {
        return data -> check.check();
    }
}

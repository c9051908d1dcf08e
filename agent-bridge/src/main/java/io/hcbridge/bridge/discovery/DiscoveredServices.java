/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import io.hcbridge.bridge.config.TargetConfig;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The discovered services by the names of their targets: those that are present, and those that have vanished and are not forgotten yet.
 * Immutable. All times are values of one monotonic clock in nanoseconds.
 *
 * @param refused number of services that a scan has found and that were too many
 */
record DiscoveredServices(Map<String, Known> byName, int refused) {
    /** Maximum number of services. */
    static final int MAX = 10_000;

    static final DiscoveredServices NONE = new DiscoveredServices(Map.of(), 0);

    /** @param goneSince time of the scan that did not find the service any more; empty while it is present */
    record Known(DiscoveredService service, OptionalLong goneSince) {
        boolean isPresent() {
            return goneSince.isEmpty();
        }

        private boolean isForgotten(long now) {
            return goneSince.isPresent() && remaining(now) <= 0;
        }

        private long remaining(long now) {
            return service.forgetAfter().toNanos() - (now - goneSince.orElse(now));
        }
    }

    DiscoveredServices {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /**
     * Returns the services after a scan. Known services stay before new ones, and the first of two services with the same name counts.
     *
     * @param found all services that were found, in the order of precedence
     */
    DiscoveredServices after(Collection<DiscoveredService> found, long now) {
        Map<String, DiscoveredService> present = new LinkedHashMap<>();
        found.forEach(service -> present.putIfAbsent(service.target().name(), service));
        Map<String, Known> after = new LinkedHashMap<>();
        byName.forEach((name, known) -> {
            DiscoveredService service = present.remove(name);
            Known next = service != null
                    ? new Known(service, OptionalLong.empty())
                    : new Known(known.service, OptionalLong.of(known.goneSince.orElse(now)));
            if (!next.isForgotten(now)) {
                after.put(name, next);
            }
        });
        int tooMany = 0;
        for (DiscoveredService service : present.values()) {
            if (after.size() < MAX) {
                after.put(service.target().name(), new Known(service, OptionalLong.empty()));
            } else {
                tooMany++;
            }
        }
        return new DiscoveredServices(after, tooMany);
    }

    /** Returns the targets of all services. */
    Map<String, TargetConfig> targets() {
        Map<String, TargetConfig> targets = new LinkedHashMap<>();
        byName.forEach((name, known) -> targets.put(name, known.service.target()));
        return targets;
    }

    /** Returns the names of the services that are present. */
    Collection<String> present() {
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue().isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns the time until the next service is forgotten, in nanoseconds; empty if no service has vanished. */
    OptionalLong untilForgotten(long now) {
        return byName.values().stream()
                .filter(known -> !known.isPresent())
                .mapToLong(known -> Math.max(0, known.remaining(now)))
                .min();
    }
}

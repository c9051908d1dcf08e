/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.probe.group.GroupKeys;

/**
 * A target whose sources are not all read yet.
 *
 * @param place the place that names the target first
 * @param kind kind of its probe
 * @param values values of {@link TargetKeys}
 * @param probe values of the keys of the kind
 */
record TargetDraft(Place place, ProbeKind kind, KeyValues values, KeyValues probe) {
    /** Returns whether all keys of the kind have valid values that are needed, so that the probe can be created. */
    boolean isComplete() {
        return kind.keys().get().all().stream()
                .noneMatch(key -> probe.isSet(key)
                        ? probe.sourced(key).isEmpty()
                        : key.byDefault().isRequired());
    }

    /** Sets the keys that are not set and have an effect in a target of this kind. */
    void addMissing(KeyValues defaults) {
        boolean isGroup = !GroupKeys.members(probe).isEmpty();
        values.addMissing(
                defaults,
                key -> (isGroup && TargetKeys.OF_PROBES.contains(key))
                        || (isPushed() && TargetKeys.OF_TIMES.contains(key)));
    }

    /** Returns whether the service of the target reports by itself. */
    boolean isPushed() {
        return kind.equals(ProbeKind.PUSH);
    }

    /** Returns the target with a probe of this kind. Values of another kind are dropped. */
    TargetDraft withKind(ProbeKind newKind) {
        return newKind.equals(kind) ? this : new TargetDraft(place, newKind, values, new KeyValues());
    }
}

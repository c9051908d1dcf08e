/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;

/**
 * A target before all sources are read.
 *
 * @param place where it is named first
 * @param kind of its probe
 * @param values of {@link TargetKeys}
 * @param probe values of the kind's keys
 */
record TargetDraft(Place place, ProbeKind kind, KeyValues values, KeyValues probe) {
    /** The same target with a probe of this kind; the values of another kind are dropped. */
    TargetDraft withKind(ProbeKind newKind) {
        return newKind.equals(kind) ? this : new TargetDraft(place, newKind, values, new KeyValues());
    }
}

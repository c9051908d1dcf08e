/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Instant;
import java.util.Optional;

/** A new value of one entry of the state. An empty value removes the entry. */
public sealed interface StateChange {
    /** Returns the key of the entry. Of several changes with the same key, only the last one counts. */
    Object key();

    /** The overrides of a target. */
    record OfOverrides(String target, Overrides overrides) implements StateChange {
        @Override
        public Object key() {
            return new Key("overrides", target, "");
        }
    }

    /** The pending resets of an address. */
    record OfResets(AddressKey address, SavedResets resets) implements StateChange {
        @Override
        public Object key() {
            return new Key("resets", address.target(), address.client());
        }
    }

    /** The last report of a service. */
    record OfReport(String target, ServiceReport report) implements StateChange {
        @Override
        public Object key() {
            return new Key("report", target, "");
        }
    }

    /**
     * The ramp of a target.
     *
     * @param begin its begin by the wall clock; empty if no ramp is running
     */
    record OfRamp(String target, Optional<Instant> begin) implements StateChange {
        @Override
        public Object key() {
            return new Key("ramp", target, "");
        }
    }

    /** The identity of an entry. */
    record Key(String kind, String target, String address) {}
}

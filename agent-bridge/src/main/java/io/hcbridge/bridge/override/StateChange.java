/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/** A new value of one entry of the state. An empty value removes the entry. */
public sealed interface StateChange {
    /** Identifies the entry: of several changes with equal keys only the last one counts. */
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
            return new Key("resets", address.target(), address.address());
        }
    }

    /** What a target's service last reported. */
    record OfReport(String target, ServiceReport report) implements StateChange {
        @Override
        public Object key() {
            return new Key("report", target, "");
        }
    }

    /** The identity of an entry. */
    record Key(String kind, String target, String address) {}
}

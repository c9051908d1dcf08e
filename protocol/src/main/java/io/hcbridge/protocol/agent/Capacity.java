/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import java.util.OptionalInt;

/**
 * The capacity part of a reply: weight and connection limit.
 *
 * @param weight percentage of the weight in HAProxy's configuration, 0 to 100; 0 stops new connections to the server
 * @param maxConnections value for HAProxy's {@code maxconn} of the server, at least 1; no reply restores the configured value
 */
public record Capacity(OptionalInt weight, OptionalInt maxConnections) {
    /** No weight and no limit. HAProxy keeps its current values. */
    public static final Capacity NONE = new Capacity(OptionalInt.empty(), OptionalInt.empty());

    public Capacity {
        if (weight.isPresent() && (weight.getAsInt() < 0 || weight.getAsInt() > 100)) {
            throw new IllegalArgumentException("weight: " + weight.getAsInt() + " must be 0 to 100 percent");
        }
        if (maxConnections.isPresent() && maxConnections.getAsInt() < 1) {
            throw new IllegalArgumentException("maxConnections: " + maxConnections.getAsInt() + " must be at least 1");
        }
    }
}

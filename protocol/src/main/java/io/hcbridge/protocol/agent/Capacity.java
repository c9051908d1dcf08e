/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import java.util.OptionalInt;

/**
 * The capacity axis of a reply.
 *
 * @param weight percentage of the weight that HAProxy has configured, 0 to 100; 0 drains the server
 * @param maxConnections at least 1; HAProxy cannot be told to go back to its own value
 */
public record Capacity(OptionalInt weight, OptionalInt maxConnections) {
    /** Says nothing about capacity, so that HAProxy keeps what it has. */
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

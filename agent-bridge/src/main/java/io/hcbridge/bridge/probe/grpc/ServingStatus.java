/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

/** The status in a reply of {@code grpc.health.v1.Health/Check}, in the order of its numbers. */
enum ServingStatus {
    UNKNOWN,
    SERVING,
    NOT_SERVING,
    SERVICE_UNKNOWN,
    /** A number that the protocol does not define. */
    UNDEFINED;

    static ServingStatus of(long number) {
        return number >= 0 && number < UNDEFINED.ordinal() ? values()[(int) number] : UNDEFINED;
    }
}

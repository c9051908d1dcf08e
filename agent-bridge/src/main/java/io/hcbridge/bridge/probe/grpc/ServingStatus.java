/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

/** The status in a reply of {@code grpc.health.v1.Health/Check}. */
enum ServingStatus {
    UNKNOWN,
    SERVING,
    NOT_SERVING,
    SERVICE_UNKNOWN,
    /** A number that is not defined by the protocol. */
    UNDEFINED;

    static ServingStatus of(long number) {
        if (number < 0 || number > Integer.MAX_VALUE) {
            return UNDEFINED;
        }
        return switch ((int) number) {
            case 0 -> UNKNOWN;
            case 1 -> SERVING;
            case 2 -> NOT_SERVING;
            case 3 -> SERVICE_UNKNOWN;
            default -> UNDEFINED;
        };
    }
}

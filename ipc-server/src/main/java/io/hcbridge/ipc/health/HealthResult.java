/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

/**
 * What asking a service gave.
 *
 * @param text empty when healthy; the service's own words when unhealthy; what happened when failed
 */
public record HealthResult(Status status, String text) {
    /** Whether there was an answer, and which. */
    public enum Status {
        HEALTHY,
        /** The service answered, and it is not healthy. */
        UNHEALTHY,
        /** There was no answer. */
        FAILED
    }

    static HealthResult healthy() {
        return new HealthResult(Status.HEALTHY, "");
    }

    static HealthResult unhealthy(String text) {
        return new HealthResult(Status.UNHEALTHY, text);
    }

    static HealthResult failed(String text) {
        return new HealthResult(Status.FAILED, text);
    }

    public boolean isHealthy() {
        return status == Status.HEALTHY;
    }
}

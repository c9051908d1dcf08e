/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

/**
 * The result of {@link HealthClient#check}.
 *
 * @param text empty if healthy; the service's text if unhealthy; the error message if failed
 */
public record HealthResult(Status status, String text) {
    /** The kind of result. */
    public enum Status {
        HEALTHY,
        /** The service replied that it is not healthy. */
        UNHEALTHY,
        /** There was no reply. */
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

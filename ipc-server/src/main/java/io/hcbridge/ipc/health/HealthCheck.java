/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

/** Checks whether a service is healthy. */
@FunctionalInterface
public interface HealthCheck {
    /**
     * Returns normally if the service is healthy. Called on a thread of the health server, never by two threads at the same time. The
     * thread is interrupted if the check exceeds its time limit or the server closes.
     *
     * @throws Exception if the service is unhealthy; clients receive the message
     */
    void check() throws Exception;
}

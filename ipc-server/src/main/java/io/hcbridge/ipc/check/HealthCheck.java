/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

/** Checks whether a service is healthy. */
@FunctionalInterface
public interface HealthCheck {
    /**
     * Returns normally if the service is healthy. Called on a thread of the health server or of the registry, never by two threads at the
     * same time. The thread is interrupted if the check exceeds its time limit, or if the server or the registry closes.
     *
     * @throws Exception if the service is unhealthy; clients receive the message
     */
    void check() throws Exception;
}

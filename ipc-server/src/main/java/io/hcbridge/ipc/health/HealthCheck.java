/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

/** Checks whether a service is healthy. */
@FunctionalInterface
public interface HealthCheck {
    /**
     * Returns if the service is healthy. Called on a thread of the health server, by one thread at a time, which is interrupted when
     * the check exceeds its time limit or the server closes.
     *
     * @throws Exception if the service is unhealthy; clients receive the message
     */
    void check() throws Exception;
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

/** What a service does to find out how it is. */
@FunctionalInterface
public interface HealthCheck {
    /**
     * Returns if the service is healthy. Called on a thread of the health server, never twice at once, and interrupted when it
     * takes too long.
     *
     * @throws Exception if it is not; the message is what askers are told
     */
    void check() throws Exception;
}

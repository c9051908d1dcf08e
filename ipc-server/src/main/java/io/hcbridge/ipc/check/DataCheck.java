/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

/** A {@link HealthCheck} that also reports data. */
@FunctionalInterface
public interface DataCheck {
    /**
     * Does the same as {@link HealthCheck#check}. The data is reported also if the check fails.
     *
     * @param data receives the data of this run
     * @throws Exception if the service is unhealthy; clients receive the message
     */
    void check(CheckData data) throws Exception;
}

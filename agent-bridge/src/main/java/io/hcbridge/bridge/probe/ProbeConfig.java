/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.time.Duration;

/** How a target is probed: a value of each kind's own record, in a package of that kind. */
public interface ProbeConfig {
    /**
     * Makes the probe; called before the event loop has anything to do with it.
     *
     * @param target the target's name
     * @param timeout for one probe, shorter than the reply deadline
     */
    Probe open(ProbeEnvironment environment, String target, Duration timeout);
}

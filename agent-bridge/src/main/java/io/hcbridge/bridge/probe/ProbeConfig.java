/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.time.Duration;
import java.util.Optional;

/** How a target is probed: a value of each kind's own record, in a package of that kind. */
public interface ProbeConfig {
    /** The user of the system, by name or number, whom the configuration trusts with the answers; empty for none. */
    default Optional<String> user() {
        return Optional.empty();
    }

    /**
     * Makes the probe; called before the event loop has anything to do with it.
     *
     * @param target the target's name
     * @param timeout for one probe, shorter than the reply deadline
     */
    Probe open(ProbeEnvironment environment, String target, Duration timeout);
}

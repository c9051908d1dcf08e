/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.time.Duration;
import java.util.Optional;

/** The configuration of the probe of one target. Each kind of probe has its own record in its own package. */
public interface ProbeConfig {
    /** Returns the user, by name or number, whose replies are trusted; empty for none. */
    default Optional<String> user() {
        return Optional.empty();
    }

    /** Creates the probe. {@code timeout} is the time limit of one probe, shorter than the reply deadline. */
    Probe open(ProbeEnvironment environment, Duration timeout);
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /**
     * What forbids such a probe on this host and for this user; each has the value and the rule. May block for a moment.
     *
     * @param configurationFiles those that the configuration was read from
     */
    default List<String> hostProblems(List<Path> configurationFiles) {
        return List.of();
    }
}

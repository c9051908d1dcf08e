/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The configuration of the probe of one target. Each kind of probe has its own record in its own package. */
public interface ProbeConfig {
    /** Returns the user, by name or number, whose replies are trusted; empty for none. */
    default Optional<String> user() {
        return Optional.empty();
    }

    /** Returns the full name of the key of {@link #user} for a target. */
    default String userKey(String target) {
        return "targets." + target + ".user";
    }

    /**
     * Creates the probe. Called before the event loop uses the target.
     *
     * @param target name of the target
     * @param timeout time limit of one probe, shorter than the reply deadline
     */
    Probe open(ProbeEnvironment environment, String target, Duration timeout);

    /**
     * Returns the name of the client that probes of this configuration use. The bridge runs one probe of each client before the agent port
     * opens, because the first one on a cold JVM takes long.
     *
     * @return empty if no such probe is needed
     */
    default Optional<String> rehearsal() {
        return Optional.empty();
    }

    /** Returns warnings for operators, which are logged at the start. */
    default List<String> warnings() {
        return List.of();
    }

    /**
     * Returns errors that prevent this probe on this host or for this user. Each error has the value and the rule. May block for a short
     * time.
     *
     * @param configurationFiles the files of the configuration
     */
    default List<String> hostProblems(List<Path> configurationFiles) {
        return List.of();
    }
}

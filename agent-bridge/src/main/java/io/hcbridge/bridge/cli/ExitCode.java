/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.config.ConfigException;

/** Exit codes of all commands except {@code probe}. */
final class ExitCode {
    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;
    /** {@code EX_CONFIG} of sysexits.h. */
    static final int CONFIGURATION = 78;

    private ExitCode() {}

    /** Prints all configuration errors on standard error and returns {@link #CONFIGURATION}. */
    static int configuration(ConfigException e) {
        e.problems().forEach(System.err::println);
        return CONFIGURATION;
    }
}

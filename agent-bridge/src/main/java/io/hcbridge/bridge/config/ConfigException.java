/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.util.List;

/** A configuration that cannot be used, with all its problems. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One message for each problem, with file and line or flag, key, value and rule; at least one, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}

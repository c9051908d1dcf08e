/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.util.List;

/** Thrown for an invalid configuration, with all its errors. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * Returns one message for each error, at least one, in the order of the file. A message has the file and line or the flag, the key, the
     * value and the rule.
     */
    public List<String> problems() {
        return problems;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that all of it is told at once. */
final class ConfigErrors {
    private final List<String> messages = new ArrayList<>();

    void add(String where, String rule) {
        messages.add(where + ": " + rule);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    void throwIfAny() throws ConfigException {
        if (!messages.isEmpty()) {
            throw new ConfigException(messages);
        }
    }
}

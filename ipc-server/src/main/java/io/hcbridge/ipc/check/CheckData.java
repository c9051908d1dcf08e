/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Data that a check reports, like the number of free connections. It is shown with the state of the check and never decides about it. At most
 * {@value #MAX_ENTRIES} entries are kept, the first ones. Thread-safe.
 */
public final class CheckData {
    public static final int MAX_ENTRIES = 32;

    /** Longest text of an entry. A longer one is cut. */
    public static final int MAX_LENGTH = 256;

    // Guarded by this.
    private final Map<String, Object> entries = new LinkedHashMap<>();

    CheckData() {}

    /**
     * Adds a text, in one line. An entry with the same key is replaced.
     *
     * @param key 1 to 64 letters, digits, dots, dashes and underscores
     */
    public CheckData put(String key, String value) {
        return add(key, CheckText.of(value, MAX_LENGTH));
    }

    /** Adds a number; see {@link #put(String, String)}. */
    public CheckData put(String key, long value) {
        return add(key, value);
    }

    /** Adds a truth value; see {@link #put(String, String)}. */
    public CheckData put(String key, boolean value) {
        return add(key, value);
    }

    private synchronized CheckData add(String key, Object value) {
        CheckText.requireName("data key", key);
        if (entries.size() < MAX_ENTRIES || entries.containsKey(key)) {
            entries.put(key, value);
        }
        return this;
    }

    /** Returns a copy, which later calls of {@code put} do not change. */
    synchronized Map<String, Object> entries() {
        return entries.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * A place in the configuration. An error message starts with it, and messages are ordered by it.
 *
 * @param text {@code FILE:LINE: KEY}, a flag, or a key
 * @param order number of characters before the place in the file; flags come after the file, and keys without a place come last
 */
public record Place(String text, int order) {
    private static final int FLAG = Integer.MAX_VALUE - 1;
    private static final int NOWHERE = Integer.MAX_VALUE;

    /**
     * Returns the place of a key in a file.
     *
     * @param line line number, from 1
     * @param offset number of characters before the key in the file
     * @param key full name of the key
     */
    public static Place inFile(String file, int line, int offset, String key) {
        return new Place(file + ":" + line + ": " + key, offset);
    }

    /** Returns the place of a flag, like {@code --listen}. */
    public static Place flag(String flag) {
        return new Place(flag, FLAG);
    }

    /** Returns the place of a key that was not set. */
    public static Place nowhere(String key) {
        return new Place(key, NOWHERE);
    }

    /** Returns the place of a whole file. */
    public static Place file(String file) {
        return new Place(file, 0);
    }
}

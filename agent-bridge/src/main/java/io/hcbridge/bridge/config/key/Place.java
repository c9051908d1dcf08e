/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * A place in the configuration, which a message starts with and by which messages are ordered.
 *
 * @param text {@code FILE:LINE: KEY}, a flag, or a key
 * @param order characters before the place in the file; flags come after the file, keys without a place last
 */
public record Place(String text, int order) {
    private static final int FLAG = Integer.MAX_VALUE - 1;
    private static final int NOWHERE = Integer.MAX_VALUE;

    /**
     * A key in a file.
     *
     * @param line from 1
     * @param offset characters before it in the file
     * @param key its full name
     */
    public static Place inFile(String file, int line, int offset, String key) {
        return new Place(file + ":" + line + ": " + key, offset);
    }

    /** A flag of the command line, like {@code --listen}. */
    public static Place flag(String flag) {
        return new Place(flag, FLAG);
    }

    /** A key that was set nowhere. */
    public static Place nowhere(String key) {
        return new Place(key, NOWHERE);
    }

    /** The whole file. */
    public static Place file(String file) {
        return new Place(file, 0);
    }
}

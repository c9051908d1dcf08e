/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * A place in the configuration. An error message starts with it, and messages are ordered by it.
 *
 * @param location {@code FILE:LINE}, a file, a flag, or a key that was not set
 * @param key full name of the key in a file; otherwise empty
 * @param order number of bytes before the place in all files; flags come after the files, and keys without a place come last
 */
public record Place(String location, String key, int order) {
    private static final int FLAG = Integer.MAX_VALUE - 1;
    private static final int NOWHERE = Integer.MAX_VALUE;

    /**
     * Returns the place of a key in a file.
     *
     * @param line line number, from 1
     * @param order number of bytes before the key in all files
     * @param key full name of the key
     */
    public static Place inFile(String file, int line, int order, String key) {
        return new Place(file + ":" + line, key, order);
    }

    /** Returns the place of a flag, like {@code --listen}. */
    public static Place flag(String flag) {
        return new Place(flag, "", FLAG);
    }

    /** Returns the place of a key that was not set. */
    public static Place nowhere(String key) {
        return new Place(key, "", NOWHERE);
    }

    /**
     * Returns the place of a whole file or of one of its lines.
     *
     * @param order number of bytes before the file
     */
    public static Place file(String file, int order) {
        return new Place(file, "", order);
    }

    /** Returns whether an error here may be the cause of an error of the whole target. */
    public boolean explains(Place target) {
        return key.startsWith(target.key + ".") || key.startsWith("defaults.") || location.equals(target.location);
    }

    /** Returns {@code FILE:LINE: KEY}, a flag, or a key. */
    public String text() {
        return key.isEmpty() ? location : location + ": " + key;
    }
}

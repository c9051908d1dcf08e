/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * The command-line option that sets a key.
 *
 * @param name with its dashes, like {@code --listen}
 * @param label what stands for the value in help, like {@code ADDRESS}
 * @param isPath whether the value is a path, which may be relative to the working directory; in a file it is absolute
 */
public record Flag(String name, String label, boolean isPath) {
    public static Flag of(String name, String label) {
        return new Flag(name, label, false);
    }

    public static Flag ofPath(String name, String label) {
        return new Flag(name, label, true);
    }

    /** The text as the key's parser takes it. */
    public String keyText(String text) {
        return isPath ? ValueParsers.path(text).toAbsolutePath().toString() : text;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * The command-line option that sets a key.
 *
 * @param name with its dashes, like {@code --listen}
 * @param label what stands for the value in help, like {@code ADDRESS}; empty for a flag that may stand without a value, which sets its key to true
 * @param isPath whether the value is a path, which may be relative to the working directory; in a file it is absolute
 */
public record Flag(String name, String label, boolean isPath) {
    public static Flag of(String name, String label) {
        return new Flag(name, label, false);
    }

    /** A flag that may stand without a value. */
    public static Flag toggle(String name) {
        return new Flag(name, "", false);
    }

    public static Flag ofPath(String name, String label) {
        return new Flag(name, label, true);
    }

    public boolean isToggle() {
        return label.isEmpty();
    }

    @Override
    public String toString() {
        return isToggle() ? name : name + " " + label;
    }

    /** The text as the key's parser takes it. */
    public String keyText(String text) {
        return isPath ? ValueParsers.path(text).toAbsolutePath().toString() : text;
    }
}

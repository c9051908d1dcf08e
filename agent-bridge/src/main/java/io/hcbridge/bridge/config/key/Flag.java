/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * The command-line option that sets a key.
 *
 * @param name name with its dashes, like {@code --listen}
 * @param label placeholder of the value in the help, like {@code ADDRESS}; empty if the flag can be used without a value, which sets its
 *     key to true
 * @param isPath whether the value is a path. A path of a flag may be relative to the working directory; in the file it must be absolute
 */
public record Flag(String name, String label, boolean isPath) {
    public static Flag of(String name, String label) {
        return new Flag(name, label, false);
    }

    /** Returns a flag that can be used without a value. */
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

    /** Returns the text in the format of the key's parser. */
    public String keyText(String text) {
        return isPath ? ValueParsers.path(text).toAbsolutePath().toString() : text;
    }
}

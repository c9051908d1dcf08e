/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ValueParsers;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directories of services: all entries of one directory whose names match, like {@code /srv/*} or {@code /srv/app-*}.
 *
 * @param parent absolute path
 * @param prefix the part of a name before {@code *}
 * @param suffix the part of a name after {@code *}
 */
public record DirectoryPattern(Path parent, String prefix, String suffix) {
    private static final char STAR = '*';
    private static final String RULE = " must be an absolute path whose last name has one *, like /srv/*";

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException if it breaks a rule; the message has the text and the rule
     */
    static DirectoryPattern parse(String text) {
        int star = text.indexOf(STAR);
        int slash = text.lastIndexOf('/');
        if (slash < 0 || star < slash || text.indexOf(STAR, star + 1) >= 0) {
            throw new IllegalArgumentException("'" + text + "'" + RULE);
        }
        try {
            Path parent = ValueParsers.absolutePath(text.substring(0, Math.max(1, slash)));
            return new DirectoryPattern(parent, text.substring(slash + 1, star), text.substring(star + 1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "'" + RULE, e);
        }
    }

    /**
     * Returns the part of a directory's name that {@code *} stands for. It has at least one character, and {@code *} does not stand for a
     * dot at the start, as in a shell.
     *
     * @return empty if the name does not match
     */
    Optional<String> match(String name) {
        boolean matches = name.length() > prefix.length() + suffix.length()
                && name.startsWith(prefix)
                && name.endsWith(suffix)
                && (!prefix.isEmpty() || !name.startsWith("."));
        return matches
                ? Optional.of(name.substring(prefix.length(), name.length() - suffix.length()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return parent.resolve(prefix + STAR + suffix).toString();
    }
}

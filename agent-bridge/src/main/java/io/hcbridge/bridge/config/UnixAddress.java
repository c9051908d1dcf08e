/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ValueParsers;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The path of a unix socket.
 *
 * @param path absolute, at most 107 bytes, without control characters
 */
public record UnixAddress(Path path) implements ListenAddress {
    /** Prefix of the text of a unix socket. */
    public static final String SCHEME = "unix:";

    private static final String RULE = " must be unix: followed by an absolute path";

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if the path breaks a rule above
     */
    public UnixAddress {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("'" + SCHEME + path + "'" + RULE);
        }
        if (path.toString().chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("'" + SCHEME + path + "' must not contain control characters");
        }
        path = ValueParsers.unixSocket(path.toString());
    }

    /** Parses {@code unix:/run/hcbridge/agent.sock}. */
    public static UnixAddress parse(String text) {
        if (!text.startsWith(SCHEME)) {
            throw new IllegalArgumentException("'" + text + "'" + RULE);
        }
        try {
            return new UnixAddress(Path.of(text.substring(SCHEME.length())));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "'" + RULE, e);
        }
    }

    @Override
    public String toString() {
        return SCHEME + path;
    }
}

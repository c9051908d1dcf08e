/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The path of a unix socket.
 *
 * @param path absolute, at most 107 bytes, without control characters
 */
public record UnixAddress(Path path) implements ListenAddress {
    static final String SCHEME = "unix:";
    /** The kernel's limit for the path of a socket, without the terminating NUL. */
    static final int MAX_BYTES = 107;

    private static final String RULE = " must be unix: followed by an absolute path";

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if the path breaks a rule above
     */
    public UnixAddress {
        String text = path.toString();
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("'" + SCHEME + text + "'" + RULE);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("'" + SCHEME + text + "' must not contain control characters");
        }
        path = path.normalize();
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "'" + text + "' must be at most " + MAX_BYTES + " bytes; it has " + bytes);
        }
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

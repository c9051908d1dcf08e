/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.protocol.agent.AgentRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Readers of single values; what they refuse, they refuse by value and rule. */
final class Values {
    private static final Pattern ACCOUNT = Pattern.compile("@?[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?");

    private Values() {}

    static String targetName(String text) {
        if (!AgentRequest.TARGET_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' must match " + AgentRequest.TARGET_NAME);
        }
        return text;
    }

    static Path absolutePath(String text) {
        Path path = path(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("'" + text + "' must be an absolute path");
        }
        return path.normalize();
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' must be a path", e);
        }
    }

    /** A user's or group's name or number; whether there is one is asked when it matters. */
    static String account(String text) {
        if (!ACCOUNT.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' must be a user, or @ and a group, by name or number");
        }
        return text;
    }

    static int positive(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for any other text that is no positive number.
        }
        throw new IllegalArgumentException("'" + text + "' must be a whole number above 0");
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + text + "' must be one of "
                + Arrays.stream(type.getEnumConstants()).map(Values::word).collect(Collectors.joining(", ")));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

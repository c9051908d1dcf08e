/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parsers of single values. They throw {@link IllegalArgumentException} with the text and the rule. */
public final class ValueParsers {
    /** The kernel's limit for the path of a socket, without the terminating NUL. */
    public static final int MAX_SOCKET_BYTES = 107;

    private static final int MAX_ACCOUNT = 256;

    private ValueParsers() {}

    public static Path absolutePath(String text) {
        Path path = path(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("'" + text + "' must be an absolute path");
        }
        return path.normalize();
    }

    /**
     * Returns a parser of absolute paths that also accepts {@code byDefault}. On Windows, a default like {@code /tmp} is not an absolute
     * path, and must be no error where nothing uses it.
     */
    public static Function<String, Path> absolutePathOr(String byDefault) {
        return text -> text.equals(byDefault) ? Path.of(text) : absolutePath(text);
    }

    /** Parses a path that may be relative. */
    public static Path path(String text) {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // Reported below, with the same message as an empty text.
        }
        throw new IllegalArgumentException("'" + text + "' must be a path");
    }

    /** Parses the name or number of a user or a group. Does not check whether it exists. */
    public static String account(String text) {
        if (!isAccount(text)) {
            throw new IllegalArgumentException("'" + text + "' must be a name or a number");
        }
        return text;
    }

    /** Parses the name or number of a user, or {@code @} and that of a group. */
    public static String userOrGroup(String text) {
        if (!isAccount(text.startsWith("@") ? text.substring(1) : text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' must be a user, or @ followed by a group, by name or number");
        }
        return text;
    }

    /** Parses a number from 1 to 2147483647. */
    public static int positive(String text) {
        return wholeNumber(text, 1, Integer.MAX_VALUE);
    }

    /** Parses a number within a range, including both bounds. */
    public static int wholeNumber(String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the same message as a number outside the range.
        }
        throw new IllegalArgumentException("'" + text + "' must be a whole number, " + min + " to " + max);
    }

    public static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' must be true or false");
        };
    }

    /** Parses the absolute path of a unix socket, with the length limit of the kernel. */
    public static Path unixSocket(String text) {
        Path path = absolutePath(text);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("'" + text + "' must not contain control characters");
        }
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SOCKET_BYTES) {
            throw new IllegalArgumentException(
                    "'" + path + "' must be at most " + MAX_SOCKET_BYTES + " bytes; it has " + bytes);
        }
        return path;
    }

    /** Parses a constant of an enum, in lower case. */
    public static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + text + "' must be one of "
                + Arrays.stream(type.getEnumConstants()).map(ValueParsers::word).collect(Collectors.joining(", ")));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isAccount(String text) {
        int end = text.endsWith("$") ? text.length() - 1 : text.length();
        return end > 0
                && end <= MAX_ACCOUNT
                && isWordCharacter(text.charAt(0))
                && text.chars().limit(end).allMatch(c -> isWordCharacter(c) || c == '.' || c == '-');
    }

    private static boolean isWordCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}

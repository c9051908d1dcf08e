/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import io.hcbridge.protocol.ProtocolException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * The random name of a service's socket. The file {@value #FILE_NAME} in the service's directory contains it.
 *
 * @param text 1 to 64 ASCII letters and digits; {@link #random} and the Go module use 16
 */
public record SocketName(String text) {
    /** The file in a service's directory that contains the name, without a newline. */
    public static final String FILE_NAME = ".hc-socket";

    /** Largest number of bytes to read from the file. */
    public static final int MAX_FILE_BYTES = 256;

    private static final int MAX_LENGTH = 64;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LENGTH = 16;

    public SocketName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("socket name: must be 1 to 64 letters and digits");
        }
    }

    /**
     * Returns a new random name of 16 characters.
     *
     * @param random an unpredictable generator; a user who can guess the name can bind the socket first
     */
    public static SocketName random(RandomGenerator random) {
        StringBuilder name = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new SocketName(name.toString());
    }

    /**
     * Parses the text of a {@value #FILE_NAME} file. Leading and trailing white space is ignored.
     *
     * @throws ProtocolException if the text is not a valid name; the message states the rule
     */
    public static SocketName parse(String fileText) throws ProtocolException {
        String text = WhiteSpace.trim(fileText);
        if (text.isEmpty()) {
            throw new ProtocolException(FILE_NAME + " is blank");
        }
        if (!isValid(text)) {
            throw new ProtocolException(FILE_NAME + " must contain 1 to 64 letters and digits");
        }
        return new SocketName(text);
    }

    /** Returns whether the text of a {@value #FILE_NAME} file is blank. It is blank for a moment while a Go server writes it. */
    public static boolean isBlank(String fileText) {
        return WhiteSpace.trim(fileText).isEmpty();
    }

    /** Returns the path of the unix socket in the given directory. */
    public Path socketIn(Path socketDirectory) {
        return socketDirectory.resolve(text + ".sock");
    }

    // A loop instead of a Pattern: `hcbridge probe` calls this, and loading the regex classes would delay its start.
    private static boolean isValid(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_LENGTH;
    }
}

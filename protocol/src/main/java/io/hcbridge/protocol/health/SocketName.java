/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import io.hcbridge.protocol.ProtocolException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * The random name under which a service listens, as it stands in {@value #FILE_NAME} in the service's directory.
 *
 * @param text 1 to 64 ASCII letters and digits; what we make has 16, like the Go module's
 */
public record SocketName(String text) {
    /** The file in a service's directory that holds the name, without a newline. */
    public static final String FILE_NAME = ".hc-socket";

    /** At most so many bytes of the file are looked at. */
    public static final int MAX_FILE_BYTES = 256;

    private static final int MAX_LENGTH = 64;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LENGTH = 16;

    public SocketName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("socket name must be 1 to 64 letters and digits");
        }
    }

    /** Draws a fresh name; {@code random} must be unpredictable, since whoever guesses the name can squat on it. */
    public static SocketName random(RandomGenerator random) {
        StringBuilder name = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new SocketName(name.toString());
    }

    /**
     * Reads the text of a {@value #FILE_NAME}, white space around it dropped.
     *
     * @throws ProtocolException naming the rule that the text breaks
     */
    public static SocketName parse(String fileText) throws ProtocolException {
        String text = WhiteSpace.trim(fileText);
        if (text.isEmpty()) {
            throw new ProtocolException(FILE_NAME + " is blank");
        }
        if (!isValid(text)) {
            throw new ProtocolException(FILE_NAME + " must hold 1 to 64 letters and digits");
        }
        return new SocketName(text);
    }

    /** Whether the text of a {@value #FILE_NAME} is nothing but white space, as while a Go server is writing it. */
    public static boolean isBlank(String fileText) {
        return WhiteSpace.trim(fileText).isEmpty();
    }

    /** The unix socket of this name. */
    public Path socketIn(Path socketDirectory) {
        return socketDirectory.resolve(text + ".sock");
    }

    // A loop and no Pattern: this stands on the path of the probe, where loading the regex engine would be felt.
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

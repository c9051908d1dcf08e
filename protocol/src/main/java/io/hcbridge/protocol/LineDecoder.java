/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the first line in bytes that arrive in any chunks. A line ends with LF; a CR before it is dropped. Bytes outside
 * ASCII become U+FFFD.
 *
 * <p>Holds at most {@value #MAX_BYTES} bytes and belongs to one thread.
 */
public final class LineDecoder {
    /** The longest line that is accepted, its line end not counted. */
    public static final int MAX_BYTES = 1024;

    private static final int INITIAL_BYTES = 64;

    private byte[] line = new byte[INITIAL_BYTES];
    private int length;

    /**
     * Takes bytes up to and including the first LF, or all of them when there is none.
     *
     * @return the line, once its LF was seen; bytes behind it are left in {@code bytes}
     * @throws ProtocolException if the line is longer than {@value #MAX_BYTES} bytes; the decoder is spent then
     */
    public Optional<String> feed(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n') {
                return Optional.of(text());
            }
            // One byte more than allowed: a CR that belongs to the line's end.
            if (length > MAX_BYTES || (length == MAX_BYTES && b != '\r')) {
                throw new ProtocolException("line longer than " + MAX_BYTES + " bytes");
            }
            append(b);
        }
        return Optional.empty();
    }

    /** Whether no byte of the line has come yet. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** The line so far, for a peer that stopped without ending it. */
    public String text() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.US_ASCII);
    }

    private void append(byte b) {
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(2 * length, MAX_BYTES + 1));
        }
        line[length++] = b;
    }
}

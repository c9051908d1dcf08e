/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decodes the first line of a byte stream that arrives in chunks of any size. A line ends with LF. A CR before the LF is
 * dropped. Bytes outside ASCII become U+FFFD.
 *
 * <p>Holds at most {@value #MAX_BYTES} bytes. Not thread-safe.
 */
public final class LineDecoder {
    /** Longest accepted line in bytes, without its line end. */
    public static final int MAX_BYTES = 1024;

    private static final int INITIAL_BYTES = 64;

    private byte[] line = new byte[INITIAL_BYTES];
    private int length;

    /** Creates a decoder for one line. */
    public LineDecoder() {}

    /**
     * Consumes the bytes up to and including the first LF, or all bytes if there is no LF.
     *
     * @return the line after its LF has arrived; the bytes after the LF remain in {@code bytes}
     * @throws ProtocolException if the line is longer than {@value #MAX_BYTES} bytes; the decoder cannot be used afterwards
     */
    public Optional<String> feed(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n') {
                return Optional.of(text());
            }
            // The buffer may hold one byte more than the limit: the CR of a CRLF.
            if (length > MAX_BYTES || (length == MAX_BYTES && b != '\r')) {
                throw new ProtocolException("line is longer than " + MAX_BYTES + " bytes");
            }
            append(b);
        }
        return Optional.empty();
    }

    /** Returns whether no byte of the line has arrived. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** Returns the bytes received so far as text. Used when the peer stops before it sends LF. */
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

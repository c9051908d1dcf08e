/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.group;

import io.hcbridge.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the numbers, texts and bytes of Go's format gob. A length is compared with the bytes that are there before memory is allocated.
 * Not thread-safe.
 */
final class GobReader {
    private static final int FIRST_LONG = 128;

    private final ByteBuffer in;

    GobReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    private GobReader(ByteBuffer in) {
        this.in = in;
    }

    /** Reads an unsigned number. Accepts only the shortest form, which is the one that Go writes. */
    long unsigned() throws ProtocolException {
        int first = Byte.toUnsignedInt(next());
        if (first < FIRST_LONG) {
            return first;
        }
        int count = 256 - first;
        if (count > Long.BYTES) {
            throw new ProtocolException("gob number: " + count + " bytes must be at most " + Long.BYTES);
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << Byte.SIZE | Byte.toUnsignedInt(next());
        }
        if (count < Long.BYTES && value < (count == 1 ? FIRST_LONG : 1L << (Byte.SIZE * (count - 1)))) {
            throw new ProtocolException("gob number: must have the shortest form");
        }
        return value;
    }

    long signed() throws ProtocolException {
        long value = unsigned();
        return (value & 1) == 0 ? value >>> 1 : ~(value >>> 1);
    }

    byte[] bytes() throws ProtocolException {
        byte[] value = new byte[length()];
        in.get(value);
        return value;
    }

    /** Reads a text. Bytes that are not UTF-8 become U+FFFD. */
    String text() throws ProtocolException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    boolean bool() throws ProtocolException {
        return expectAtMost(1) == 1;
    }

    /** Reads a length and returns a reader of as many bytes. */
    GobReader part() throws ProtocolException {
        int length = length();
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return new GobReader(part);
    }

    /** Reads a number that must have this value. */
    void expect(long value, String what) throws ProtocolException {
        long found = unsigned();
        if (found != value) {
            throw new ProtocolException("gob " + what + ": " + Long.toUnsignedString(found) + " must be " + value);
        }
    }

    /** Reads a number of at most {@code max}. */
    int expectAtMost(int max) throws ProtocolException {
        long value = unsigned();
        if (value < 0 || value > max) {
            throw new ProtocolException("gob number: " + Long.toUnsignedString(value) + " must be at most " + max);
        }
        return (int) value;
    }

    void expectEnd(String what) throws ProtocolException {
        if (in.hasRemaining()) {
            throw new ProtocolException("gob " + what + ": " + in.remaining() + " bytes too many");
        }
    }

    private int length() throws ProtocolException {
        long length = unsigned();
        if (length < 0 || length > in.remaining()) {
            throw new ProtocolException("gob length: " + Long.toUnsignedString(length) + " bytes must be at most "
                    + in.remaining() + ", the rest of the packet");
        }
        return (int) length;
    }

    private byte next() throws ProtocolException {
        if (!in.hasRemaining()) {
            throw new ProtocolException("gob value: ends too early");
        }
        return in.get();
    }
}

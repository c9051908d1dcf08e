/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.group;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the numbers, texts and bytes of Go's format gob. Not thread-safe. */
final class GobWriter {
    /** Numbers below this are one byte. A larger number is preceded by the negated count of its bytes. */
    private static final int FIRST_LONG = 128;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    GobWriter unsigned(long value) {
        if (value >= 0 && value < FIRST_LONG) {
            out.write((int) value);
            return this;
        }
        int count = Long.BYTES - Long.numberOfLeadingZeros(value) / Byte.SIZE;
        out.write(-count);
        for (int i = count - 1; i >= 0; i--) {
            out.write((int) (value >>> (Byte.SIZE * i)));
        }
        return this;
    }

    /** Writes a number with a sign. The lowest bit is the sign; the other bits of a negative number are inverted. */
    GobWriter signed(long value) {
        return unsigned(value < 0 ? (~value << 1) | 1 : value << 1);
    }

    GobWriter bytes(byte[] value) {
        unsigned(value.length);
        out.writeBytes(value);
        return this;
    }

    GobWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}

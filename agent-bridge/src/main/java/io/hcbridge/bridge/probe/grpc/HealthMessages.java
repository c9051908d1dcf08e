/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The two messages of {@code grpc.health.v1.Health/Check} in the encoding of Protocol Buffers. Field 1 of the request is the name of the
 * service. Field 1 of the reply is a {@link ServingStatus}. This class avoids a library of 2 MB for one text and one number.
 */
final class HealthMessages {
    private static final int FIELD_1 = 1;
    private static final int TEXT_FIELD_1 = (FIELD_1 << 3) | 2;
    private static final int TYPE_MASK = 7;
    private static final int TYPE_BITS = 3;
    private static final int MAX_NUMBER_BITS = 64;
    private static final int FIXED_64 = 8;
    private static final int FIXED_32 = 4;

    private HealthMessages() {}

    static byte[] request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0) {
            return name;
        }
        // An encoded length has at most five bytes.
        ByteBuffer message = ByteBuffer.allocate(name.length + 6);
        message.put((byte) TEXT_FIELD_1);
        int left = name.length;
        while (left >= 0x80) {
            message.put((byte) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        message.put((byte) left).put(name).flip();
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    /**
     * Parses a reply. Unknown fields are skipped. Of several statuses, the last one counts. A reply without a status is {@link
     * ServingStatus#UNKNOWN}.
     *
     * @throws IllegalArgumentException if the bytes are not a valid message
     */
    static ServingStatus reply(byte[] bytes) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        ServingStatus status = ServingStatus.UNKNOWN;
        try {
            while (message.hasRemaining()) {
                long tag = number(message);
                if (tag == FIELD_1 << TYPE_BITS) {
                    status = ServingStatus.of(number(message));
                } else {
                    skip(message, (int) (tag & TYPE_MASK));
                }
            }
            return status;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the message is cut off", e);
        }
    }

    private static void skip(ByteBuffer message, int type) {
        switch (type) {
            case 0 -> number(message);
            case 1 -> skipBytes(message, FIXED_64);
            case 2 -> skipBytes(message, number(message));
            case 5 -> skipBytes(message, FIXED_32);
            default -> throw new IllegalArgumentException("unknown field type " + type);
        }
    }

    private static void skipBytes(ByteBuffer message, long count) {
        if (count < 0 || count > message.remaining()) {
            throw new BufferUnderflowException();
        }
        message.position(message.position() + (int) count);
    }

    private static long number(ByteBuffer message) {
        long number = 0;
        for (int shift = 0; shift < MAX_NUMBER_BITS; shift += 7) {
            byte next = message.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number has more than ten bytes");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.group;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.group.GobStruct.GobField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A packet: {@code <length><type><value>}. The length is 4 bytes, little-endian, and counts the type and the value. The type is one byte.
 * The value is in Go's format gob.
 *
 * <p>A client sends a {@link Handshake} and receives an {@link Ack}. Then it sends one {@link Request} after the other and receives a
 * {@link Response} to each. Packets that carry only what Go's module knows have the same bytes as its packets.
 */
public sealed interface GroupPacket {
    /** Longest payload of a request or response in bytes. */
    int MAX_PAYLOAD_BYTES = 1 << 20;

    /** Longest packet: a payload, an error or an id, and the definition of the type. */
    int MAX_BYTES = MAX_PAYLOAD_BYTES + 4096;

    /** Longest packet of a peer that is not admitted yet: a handshake or an ack. */
    int MAX_GREETING_BYTES = 4096;

    /** The text of an {@link Ack} by which members of this project recognise a master of this project. */
    String SIGNATURE = "hcbridge/1";

    /** The first packet of a client. {@code id} is unique for each member. */
    record Handshake(String id) implements GroupPacket {
        private static final byte TYPE = 1;
        private static final GobStruct STRUCT = new GobStruct("Handshake", List.of(new GobField("Id", GobType.TEXT)));

        @Override
        public byte[] frame() {
            return GroupPacket.frame(TYPE, STRUCT.write(List.of(id)));
        }
    }

    /** The master's reply to a handshake. */
    record Ack(boolean isOk, String message) implements GroupPacket {
        private static final byte TYPE = 2;
        private static final GobStruct STRUCT =
                new GobStruct("Ack", List.of(new GobField("O", GobType.BOOL), new GobField("M", GobType.TEXT)));

        @Override
        public byte[] frame() {
            return GroupPacket.frame(TYPE, STRUCT.write(List.of(isOk, message)));
        }
    }

    /**
     * A request to the master. Id and repetition are sent only to masters of this project. Go's module would ignore these two fields.
     *
     * @param id identifies the request in all its repetitions; empty if there is none
     * @param isRepeated whether a master that ended may have received the request
     */
    @SuppressWarnings("ArrayRecordComponent") // A payload of up to 1 MiB is not copied.
    record Request(byte[] payload, String id, boolean isRepeated) implements GroupPacket {
        private static final byte TYPE = 3;
        private static final GobField PAYLOAD = new GobField("D", GobType.BYTES);
        private static final GobStruct PLAIN = new GobStruct("Request", List.of(PAYLOAD));
        private static final GobStruct WITH_ID = new GobStruct(
                "Request", List.of(PAYLOAD, new GobField("I", GobType.TEXT), new GobField("R", GobType.BOOL)));

        @Override
        public byte[] frame() {
            return GroupPacket.frame(
                    TYPE,
                    id.isEmpty() ? PLAIN.write(List.of(payload)) : WITH_ID.write(List.of(payload, id, isRepeated)));
        }
    }

    /** The reply to a request. {@code error} is empty if there is none. */
    @SuppressWarnings("ArrayRecordComponent") // As in Request.
    record Response(String error, byte[] payload) implements GroupPacket {
        private static final byte TYPE = 4;
        private static final GobStruct STRUCT =
                new GobStruct("Response", List.of(new GobField("E", GobType.TEXT), new GobField("D", GobType.BYTES)));

        @Override
        public byte[] frame() {
            return GroupPacket.frame(TYPE, STRUCT.write(List.of(error, payload)));
        }
    }

    /** Returns the bytes of the packet with its length. */
    byte[] frame();

    /**
     * Parses the bytes after the length.
     *
     * @throws ProtocolException if the type is unknown, or the value is not one of this type
     */
    static GroupPacket parse(byte[] bytes) throws ProtocolException {
        if (bytes.length == 0) {
            throw new ProtocolException("packet: must have a type");
        }
        byte[] value = Arrays.copyOfRange(bytes, 1, bytes.length);
        return switch (bytes[0]) {
            case Handshake.TYPE ->
                new Handshake((String)
                        GobStruct.read(value, List.of(Handshake.STRUCT)).get(0));
            case Ack.TYPE -> {
                List<Object> fields = GobStruct.read(value, List.of(Ack.STRUCT));
                yield new Ack((boolean) fields.get(0), (String) fields.get(1));
            }
            case Request.TYPE -> {
                List<Object> fields = GobStruct.read(value, List.of(Request.WITH_ID, Request.PLAIN));
                byte[] payload = (byte[]) fields.get(0);
                yield fields.size() == 1
                        ? new Request(payload, "", false)
                        : new Request(payload, (String) fields.get(1), (boolean) fields.get(2));
            }
            case Response.TYPE -> {
                List<Object> fields = GobStruct.read(value, List.of(Response.STRUCT));
                yield new Response((String) fields.get(0), (byte[]) fields.get(1));
            }
            default -> throw new ProtocolException("packet type: " + bytes[0] + " must be 1 to 4");
        };
    }

    private static byte[] frame(byte type, byte[] value) {
        return ByteBuffer.allocate(Integer.BYTES + 1 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1 + value.length)
                .put(type)
                .put(value)
                .array();
    }
}

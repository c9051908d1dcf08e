/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import io.hcbridge.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request, or with its response filled in the reply to it.
 *
 * @param command its name; the Go package sends even an empty one
 * @param arguments by name, in the order of the message
 * @param response {@link CommandResponse#NONE} in a request
 * @param respond whether the sender waits for a reply
 * @param close whether the server is to close after this exchange
 */
public record CommandMessage(
        String command,
        Map<String, CommandArgument> arguments,
        CommandResponse response,
        boolean respond,
        boolean close) {
    /** The longest JSON that is accepted; also the Go package's limit, though not kept there. */
    public static final int MAX_BYTES = 1 << 20;

    /**
     * The longest frame to send as a reply: the Go client takes its body with a single read, which gets 190 kB whole and 220 kB
     * often not.
     */
    public static final int MAX_REPLY_BYTES = 190_000;

    /** The length, and a colon, which it does not count. */
    static final int HEADER_BYTES = 5;

    public CommandMessage {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /**
     * The only request on its connection, as a client sends it.
     *
     * @param arguments text, numbers and booleans by name
     * @throws IllegalArgumentException naming an argument that is none of these
     */
    public static CommandMessage request(String command, Map<String, ?> arguments) {
        Map<String, CommandArgument> converted = new LinkedHashMap<>();
        arguments.forEach((name, value) -> converted.put(name, convert(name, value)));
        return new CommandMessage(command, converted, CommandResponse.NONE, true, true);
    }

    /** Reads the JSON of one message; {@code null} and what is absent counts as empty or false, and what is unknown is ignored. */
    public static CommandMessage parse(byte[] json) throws ProtocolException {
        return CommandJson.read(new String(json, StandardCharsets.UTF_8));
    }

    /** The reply to this request. */
    public CommandMessage reply(CommandResponse newResponse) {
        return new CommandMessage(command, arguments, newResponse, respond, close);
    }

    /** Length, colon and JSON, to be sent in one write: the Go package reads the body with a single read. */
    public byte[] frame() {
        byte[] json = CommandJson.write(this).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER_BYTES + json.length)
                .putInt(json.length)
                .put((byte) ':')
                .put(json)
                .array();
    }

    private static CommandArgument convert(String name, Object value) {
        try {
            return CommandArgument.of(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("argument '" + name + "': " + e.getMessage(), e);
        }
    }
}

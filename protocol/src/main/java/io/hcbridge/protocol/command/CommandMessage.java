/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.command;

import io.hcbridge.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request or its reply. A reply is the request with {@code response} filled in.
 *
 * @param command the command's name; may be empty, because the Go package also sends an empty name
 * @param arguments the arguments by name, in the order of the message
 * @param response the result; {@link CommandResponse#NONE} in a request
 * @param respond whether the client waits for a reply
 * @param close whether the server closes the connection after this exchange
 */
public record CommandMessage(
        String command,
        Map<String, CommandArgument> arguments,
        CommandResponse response,
        boolean respond,
        boolean close) {
    /** Longest accepted JSON in bytes. The Go package documents the same limit but does not enforce it. */
    public static final int MAX_BYTES = 1 << 20;

    /**
     * Longest reply frame in bytes. The Go client reads the body with a single read. That read returns 190 kB completely, and
     * often returns only a part of 220 kB (measured).
     */
    public static final int MAX_REPLY_BYTES = 190_000;

    /** Four bytes of length and a colon. The length does not count the colon. */
    static final int HEADER_BYTES = 5;

    public CommandMessage {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /**
     * Returns a client's request that expects a reply and closes the connection afterwards.
     *
     * @param arguments text, numbers and booleans by name
     * @throws IllegalArgumentException if an argument has another type; the message names the argument
     */
    public static CommandMessage request(String command, Map<String, ?> arguments) {
        Map<String, CommandArgument> converted = new LinkedHashMap<>();
        arguments.forEach((name, value) -> converted.put(name, convert(name, value)));
        return new CommandMessage(command, converted, CommandResponse.NONE, true, true);
    }

    /**
     * Parses the JSON of one message. An absent or {@code null} field counts as empty or false. Unknown fields are ignored.
     *
     * @throws ProtocolException if the bytes are not a valid message
     */
    public static CommandMessage parse(byte[] json) throws ProtocolException {
        return CommandJson.read(new String(json, StandardCharsets.UTF_8));
    }

    /** Returns the reply to this request. */
    public CommandMessage reply(CommandResponse newResponse) {
        return new CommandMessage(command, arguments, newResponse, respond, close);
    }

    /** Returns length, colon and JSON. Send them with one write, because the Go package reads the body with a single read. */
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.fuzz;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.AgentRequest;
import io.hcbridge.protocol.command.CommandFrameDecoder;
import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.eosio.EosioRequest;
import io.hcbridge.protocol.eosio.EosioUrl;
import io.hcbridge.protocol.health.HealthReplyDecoder;
import io.hcbridge.protocol.health.HealthRequestDecoder;
import io.hcbridge.protocol.health.SocketName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Feeds bytes to the decoders of all other protocols. The first byte selects one. */
public final class DecodersFuzzTarget {
    private static final int DECODERS = 8;

    private DecodersFuzzTarget() {}

    /** Called by Jazzer for each input. Any exception is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(input, 1, input.length - 1).slice();
        try {
            decode(Byte.toUnsignedInt(input[0]) % DECODERS, bytes);
        } catch (ProtocolException e) {
            // The input was refused, as it should be.
        }
    }

    private static void decode(int decoder, ByteBuffer bytes) throws ProtocolException {
        String text = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        switch (decoder) {
            case 0 -> command(bytes);
            case 1 -> new HealthRequestDecoder().feed(bytes);
            case 2 -> new HealthReplyDecoder().feed(bytes);
            case 3 -> SocketName.parse(text);
            case 4 -> AgentRequest.parse(text);
            case 5 -> reply(text);
            case 6 -> EosioRequest.parse(text);
            default -> EosioUrl.parse(text);
        }
    }

    private static void command(ByteBuffer bytes) throws ProtocolException {
        Optional<CommandMessage> message = new CommandFrameDecoder().feed(bytes);
        if (message.isPresent()) {
            Optional<CommandMessage> again =
                    new CommandFrameDecoder().feed(ByteBuffer.wrap(message.get().frame()));
            require(message.equals(again), "a command changes when it is written and read");
        }
    }

    private static void reply(String line) throws ProtocolException {
        AgentReply reply = AgentReply.parse(line);
        String written = reply.render();
        int end = written.length() - 1;
        require(written.indexOf('\n') == end, "a reply must be one line");
        require(
                AgentReply.parse(written.substring(0, end)).equals(reply),
                "a reply changes when it is written and read");
    }

    private static void require(boolean isTrue, String rule) {
        if (!isTrue) {
            throw new AssertionError(rule);
        }
    }
}

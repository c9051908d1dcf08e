/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.LineDecoder;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.health.HealthProtocol;
import io.hcbridge.protocol.health.HealthReplyDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a service is asked, and what its bytes answer. */
abstract class HealthQuery {
    /** The question that our own library answers with one agent line. */
    static HealthQuery status() {
        return new Status();
    }

    /** The question that every server of the health protocol answers. */
    static HealthQuery ping() {
        return new Ping();
    }

    abstract byte[] bytes();

    abstract boolean isStatus();

    /** Takes bytes of the answer; whether it is complete. */
    abstract boolean feed(ByteBuffer bytes);

    /** What the bytes so far say; empty if that is no answer to this question. */
    abstract Optional<Verdict> end();

    /** The exchange, for a person. */
    abstract String describe();

    private static final class Status extends HealthQuery {
        private static final byte[] BYTES = "status\n".getBytes(StandardCharsets.US_ASCII);

        private final LineDecoder line = new LineDecoder();
        private @Nullable String answer;

        @Override
        byte[] bytes() {
            return BYTES;
        }

        @Override
        boolean isStatus() {
            return true;
        }

        @Override
        boolean feed(ByteBuffer bytes) {
            try {
                answer = line.feed(bytes).orElse(null);
                return answer != null;
            } catch (ProtocolException tooLong) {
                return true;
            }
        }

        @Override
        Optional<Verdict> end() {
            try {
                return answer == null ? Optional.empty() : Verdict.reported(AgentReply.parse(answer));
            } catch (ProtocolException notOurs) {
                return Optional.empty();
            }
        }

        @Override
        String describe() {
            return "asked 'status', answered '" + (answer == null ? line.text() : answer) + "'";
        }
    }

    private static final class Ping extends HealthQuery {
        private final HealthReplyDecoder reply = new HealthReplyDecoder();

        @Override
        byte[] bytes() {
            return HealthProtocol.ping();
        }

        @Override
        boolean isStatus() {
            return false;
        }

        @Override
        boolean feed(ByteBuffer bytes) {
            return reply.feed(bytes);
        }

        @Override
        Optional<Verdict> end() {
            if (reply.isHealthy()) {
                return Optional.of(Verdict.UP);
            }
            String text = reply.text();
            return text.isEmpty() ? Optional.empty() : Optional.of(Verdict.down(text));
        }

        @Override
        String describe() {
            return "asked 'ping', answered '" + reply.text() + "'";
        }
    }
}

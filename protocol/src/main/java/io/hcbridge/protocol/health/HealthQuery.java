/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import io.hcbridge.protocol.LineDecoder;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one exchange: the request, the reply in any chunks, and what it says. Takes no more than {@value
 * HealthProtocol#MAX_BYTES} bytes into account. Belongs to one thread.
 */
public abstract class HealthQuery {
    private boolean empty = true;

    private HealthQuery() {}

    /** Asks for one agent line; only servers of this project understand it. */
    public static HealthQuery status() {
        return new Status();
    }

    /** Asks whether the service is healthy; every server understands it. */
    public static HealthQuery ping() {
        return new Ping();
    }

    /** What to send. */
    public abstract byte[] request();

    /** Whether this is a {@link #status} query. */
    public abstract boolean isStatus();

    /**
     * Takes bytes of the reply.
     *
     * @return whether the reply is complete, whatever may still come
     */
    public final boolean feed(ByteBuffer bytes) {
        empty &= !bytes.hasRemaining();
        return take(bytes);
    }

    /**
     * What the bytes so far say, once no more will come: a health of up, down or stopped at least. Empty if they are no answer to this
     * query.
     */
    public abstract Optional<AgentReply> answer();

    /**
     * Whether the server does not understand this query: it sent something that is no answer, nor the beginning of one that was cut.
     */
    public final boolean isMisunderstood() {
        return !empty && answer().isEmpty() && !mayBeCut();
    }

    /** The reply so far, white space around it dropped. */
    public abstract String text();

    /** The exchange, for a person: {@code asked 'ping', answered 'healthy'}. */
    public final String describe() {
        return "asked '" + (isStatus() ? "status" : "ping") + "', answered '" + text() + "'";
    }

    abstract boolean take(ByteBuffer bytes);

    /** Whether the reply so far may be the beginning of an answer. */
    abstract boolean mayBeCut();

    private static final class Status extends HealthQuery {
        /** The words of an agent line. */
        private static final Pattern WORD = Pattern.compile(
                "up|down|fail|failed|stopped|ready|drain|maint|[0-9]{1,9}%|maxconn:[0-9]{1,9}|#.*",
                Pattern.CASE_INSENSITIVE);

        private final LineDecoder decoder = new LineDecoder();
        private @Nullable String line;
        private boolean tooLong;

        @Override
        public byte[] request() {
            return HealthProtocol.status();
        }

        @Override
        public boolean isStatus() {
            return true;
        }

        @Override
        boolean take(ByteBuffer bytes) {
            try {
                line = decoder.feed(bytes).orElse(null);
                return line != null;
            } catch (ProtocolException e) {
                tooLong = true;
                return true;
            }
        }

        /** A line without its end is no answer: it may have been cut. */
        @Override
        public Optional<AgentReply> answer() {
            if (line == null) {
                return Optional.empty();
            }
            try {
                AgentReply reply = AgentReply.parse(line);
                return statesHealth(reply) ? Optional.of(reply) : Optional.empty();
            } catch (ProtocolException notOurs) {
                return Optional.empty();
            }
        }

        @Override
        boolean mayBeCut() {
            return line == null && !tooLong && isBeginning(decoder.text());
        }

        /** Whether an agent line may begin with this: its last word may be cut, those before it are whole. */
        private static boolean isBeginning(String text) {
            int last = 1 + Math.max(text.lastIndexOf(' '), Math.max(text.lastIndexOf('\t'), text.lastIndexOf(',')));
            String before = text.substring(0, last);
            try {
                AgentReply.parse(before);
            } catch (ProtocolException notOurs) {
                return false;
            }
            Matcher word = WORD.matcher(text.substring(last));
            return before.contains("#") || word.matches() || word.hitEnd();
        }

        private static boolean statesHealth(AgentReply reply) {
            return reply.health().isPresent() && reply.health().get() != Health.REPORT_ONLY;
        }

        @Override
        public String text() {
            return WhiteSpace.trim(decoder.text());
        }
    }

    private static final class Ping extends HealthQuery {
        private final HealthReplyDecoder decoder = new HealthReplyDecoder();

        @Override
        public byte[] request() {
            return HealthProtocol.ping();
        }

        @Override
        public boolean isStatus() {
            return false;
        }

        @Override
        boolean take(ByteBuffer bytes) {
            return decoder.feed(bytes);
        }

        /** A text needs no end. */
        @Override
        boolean mayBeCut() {
            return false;
        }

        @Override
        public Optional<AgentReply> answer() {
            if (decoder.isHealthy()) {
                return Optional.of(AgentReply.of(Health.UP, Reason.NONE));
            }
            String text = decoder.text();
            return text.isEmpty() ? Optional.empty() : Optional.of(AgentReply.of(Health.DOWN, Reason.of(text)));
        }

        @Override
        public String text() {
            return decoder.text();
        }
    }
}

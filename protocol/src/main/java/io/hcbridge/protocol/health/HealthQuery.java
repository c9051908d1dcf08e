/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hcbridge.protocol.LineDecoder;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one exchange. It has the request, decodes the reply from chunks of any size, and returns the result.
 * Ignores all bytes after the first {@value HealthProtocol#MAX_BYTES}. Not thread-safe.
 */
public abstract class HealthQuery {
    private boolean empty = true;

    private HealthQuery() {}

    /** Returns a query for one agent line. Only servers of this project understand it. */
    public static HealthQuery status() {
        return new Status(OptionalInt.empty());
    }

    /**
     * Returns a query for one agent line that also states the client's {@link HealthProtocol#status(int) poll gap}. Only servers of this
     * project understand it.
     *
     * @param pollGapMillis 0 to {@link HealthProtocol#MAX_POLL_GAP}
     */
    public static HealthQuery status(int pollGapMillis) {
        return new Status(OptionalInt.of(HealthProtocol.requirePollGap(pollGapMillis)));
    }

    /** Returns a query for the health alone. Every server understands it. */
    public static HealthQuery ping() {
        return new Ping(HealthProtocol.PING);
    }

    /** Returns a query for one kind of health. Only servers of this project understand it. */
    public static HealthQuery of(HealthKind kind) {
        return new Ping(kind.request());
    }

    /** Returns the bytes to send. */
    public abstract byte[] request();

    /** Returns whether this is a {@link #ping}, which every server understands. */
    public abstract boolean isPing();

    /** Returns whether this is a {@link #status} query, with or without a poll gap. */
    public abstract boolean isStatus();

    /** Returns whether this query states a poll gap. */
    public abstract boolean hasPollGap();

    /**
     * Consumes the next bytes of the reply.
     *
     * @return whether the reply is complete; further bytes cannot change the result
     */
    public final boolean feed(ByteBuffer bytes) {
        empty &= !bytes.hasRemaining();
        return take(bytes);
    }

    /**
     * Returns the result at the end of the stream. It has a health, which is not {@link Health#REPORT_ONLY}. Empty if the bytes are
     * not a reply to this query.
     */
    public abstract Optional<AgentReply> answer();

    /**
     * Returns whether the server does not understand this query. True if it sent bytes that are neither a reply to this query nor
     * the beginning of such a reply.
     */
    public final boolean isNotUnderstood() {
        return !empty && answer().isEmpty() && !isIncomplete();
    }

    /** Returns the text received so far, without leading and trailing white space. */
    public abstract String text();

    /** Describes the exchange for a log or a terminal: {@code asked 'ping', answered 'healthy'}. */
    public final String describe() {
        return "asked '" + new String(request(), US_ASCII).strip() + "', answered '" + text() + "'";
    }

    abstract boolean take(ByteBuffer bytes);

    /** Returns whether the text received so far may be the beginning of a valid reply. */
    abstract boolean isIncomplete();

    private static final class Status extends HealthQuery {
        /** One word of an agent line. */
        private static final Pattern WORD = Pattern.compile(
                "up|down|fail|failed|stopped|ready|drain|maint|[0-9]{1,9}%|maxconn:[0-9]{1,9}|#.*",
                Pattern.CASE_INSENSITIVE);

        private final OptionalInt pollGapMillis;
        private final LineDecoder decoder = new LineDecoder();
        private @Nullable String line;
        private boolean tooLong;

        Status(OptionalInt pollGapMillis) {
            this.pollGapMillis = pollGapMillis;
        }

        @Override
        public byte[] request() {
            return pollGapMillis.isPresent()
                    ? HealthProtocol.status(pollGapMillis.getAsInt())
                    : HealthProtocol.status();
        }

        @Override
        public boolean isPing() {
            return false;
        }

        @Override
        public boolean isStatus() {
            return true;
        }

        @Override
        public boolean hasPollGap() {
            return pollGapMillis.isPresent();
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

        /** Empty for a line without LF, because the rest of the line may be missing. */
        @Override
        public Optional<AgentReply> answer() {
            if (line == null) {
                return Optional.empty();
            }
            try {
                AgentReply reply = AgentReply.parse(line);
                return statesHealth(reply) ? Optional.of(reply) : Optional.empty();
            } catch (ProtocolException invalidLine) {
                return Optional.empty();
            }
        }

        @Override
        boolean isIncomplete() {
            return line == null && !tooLong && isBeginning(decoder.text());
        }

        /** Returns whether an agent line can begin with this text. The last word may be incomplete. */
        private static boolean isBeginning(String text) {
            int last = 1 + Math.max(text.lastIndexOf(' '), Math.max(text.lastIndexOf('\t'), text.lastIndexOf(',')));
            String before = text.substring(0, last);
            try {
                AgentReply.parse(before);
            } catch (ProtocolException invalidLine) {
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

    /** A query whose reply is {@code healthy} or another text. */
    private static final class Ping extends HealthQuery {
        private final byte[] request;
        private final HealthReplyDecoder decoder = new HealthReplyDecoder();

        Ping(byte[] request) {
            this.request = request;
        }

        @Override
        public byte[] request() {
            return request.clone();
        }

        @Override
        public boolean isPing() {
            return request == HealthProtocol.PING;
        }

        @Override
        public boolean isStatus() {
            return false;
        }

        @Override
        public boolean hasPollGap() {
            return false;
        }

        @Override
        boolean take(ByteBuffer bytes) {
            return decoder.feed(bytes);
        }

        /** Every text is a complete reply. */
        @Override
        boolean isIncomplete() {
            return false;
        }

        @Override
        public Optional<AgentReply> answer() {
            if (decoder.isHealthy()) {
                return Optional.of(AgentReply.of(Health.UP, Reason.NONE));
            }
            String text = decoder.text();
            boolean isNoReply = text.isEmpty() || (!isPing() && text.equals(HealthProtocol.USAGE_TEXT));
            return isNoReply ? Optional.empty() : Optional.of(AgentReply.of(Health.DOWN, Reason.of(text)));
        }

        @Override
        public String text() {
            return decoder.text();
        }
    }
}

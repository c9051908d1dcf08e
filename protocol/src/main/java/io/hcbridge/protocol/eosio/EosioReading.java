/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;
import java.time.Duration;
import java.time.Instant;

/** What an API's answer says, before it is held against a tolerance; so one answer serves requests with different tolerances. */
public sealed interface EosioReading {
    Duration HALF_SECOND = Duration.ofMillis(500);

    /** Judges what was read at {@code now}. */
    AgentReply judge(BlockTolerance tolerance, Instant now);

    /** The time of the chain's newest block. */
    record HeadTime(Instant time) implements EosioReading {
        @Override
        public AgentReply judge(BlockTolerance tolerance, Instant now) {
            Duration lag = Duration.between(time, now);
            if (lag.compareTo(Duration.ofSeconds(tolerance.seconds())) > 0) {
                return down("head block is " + rounded(lag) + " s behind");
            }
            if (lag.compareTo(Duration.ofSeconds(-(long) tolerance.seconds())) < 0) {
                return down("head block is " + rounded(lag.negated()) + " s ahead");
            }
            return AgentReply.of(Health.UP, Reason.NONE);
        }

        private static long rounded(Duration duration) {
            return duration.plus(HALF_SECOND).toSeconds();
        }
    }

    /** How many blocks of the chain the index lacks; negative if it has more. */
    record IndexLag(long blocks) implements EosioReading {
        @Override
        public AgentReply judge(BlockTolerance tolerance, Instant now) {
            if (blocks > tolerance.numbers()) {
                return down("Elasticsearch is " + blocks + " blocks behind");
            }
            if (blocks < -(long) tolerance.numbers()) {
                return down("Elasticsearch is " + -blocks + " blocks ahead");
            }
            return AgentReply.of(Health.UP, Reason.NONE);
        }
    }

    /** The service answered and said no. */
    record Unhealthy(String what) implements EosioReading {
        @Override
        public AgentReply judge(BlockTolerance tolerance, Instant now) {
            return down(what);
        }
    }

    /** The service gave no answer that can be read. */
    record Unreadable(String what) implements EosioReading {
        @Override
        public AgentReply judge(BlockTolerance tolerance, Instant now) {
            return AgentReply.of(Health.FAILED, Reason.of(what));
        }
    }

    private static AgentReply down(String what) {
        return AgentReply.of(Health.DOWN, Reason.of(what));
    }
}

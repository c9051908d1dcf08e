/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthQueryTest {
    @ParameterizedTest
    @CsvSource({
        "'up\n', 'up\n'",
        "'up 75% #2 of 3\r\n', 'up 75% #2 of 3\n'",
        "'stopped drain #bye\nmore', 'drain stopped #bye\n'",
    })
    void agentLineIsAReplyToStatus(String reply, String line) {
        HealthQuery query = HealthQuery.status();

        assertThat(feed(query, reply)).isTrue();
        assertThat(query.answer())
                .hasValueSatisfying(answer -> assertThat(answer.render()).isEqualTo(line));
        assertThat(query.isNotUnderstood()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "drain\n",
                "failed\n",
                "sideways\n",
                "up 500%\n",
                "send 'ping'",
                "failed to parse",
                "upwards",
                "s e"
            })
    void otherTextMeansThatStatusIsNotUnderstood(String reply) {
        HealthQuery query = HealthQuery.status();

        assertThat(feed(query, reply)).isEqualTo(reply.endsWith("\n"));
        assertThat(query.answer()).isEmpty();
        assertThat(query.isNotUnderstood()).isTrue();
    }

    /** The server understands the query, but the connection is lost during the reply. */
    @ParameterizedTest
    @ValueSource(
            strings = {"d", "drain", "drain ", "drain up 5", "drain up 50% #deploy 4", "up #", "up maxc", "up\r", " "})
    void incompleteLineIsNoResult(String reply) {
        HealthQuery query = HealthQuery.status();

        assertThat(feed(query, reply)).isFalse();
        assertThat(query.answer()).isEmpty();
        assertThat(query.isNotUnderstood()).isFalse();
    }

    @Test
    void emptyReplyIsNoResult() {
        for (HealthQuery query : new HealthQuery[] {HealthQuery.status(), HealthQuery.ping()}) {
            assertThat(feed(query, "")).isFalse();
            assertThat(query.answer()).isEmpty();
            assertThat(query.isNotUnderstood()).isFalse();
        }
    }

    @Test
    void tooLongLineIsCompleteButNoResult() {
        HealthQuery query = HealthQuery.status();

        assertThat(feed(query, "up #" + "x".repeat(1020))).isFalse();
        assertThat(feed(query, "x")).isTrue();
        assertThat(query.isNotUnderstood()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "healthy, true, 'up\n', healthy",
        "' healthy\n', true, 'up\n', healthy",
        "db down, false, 'down #db down\n', db down",
        "HEALTHY, false, 'down #HEALTHY\n', HEALTHY",
    })
    void anyTextIsAReplyToPing(String reply, boolean complete, String line, String text) {
        HealthQuery query = HealthQuery.ping();

        assertThat(feed(query, reply)).isEqualTo(complete);
        assertThat(query.answer())
                .hasValueSatisfying(answer -> assertThat(answer.render()).isEqualTo(line));
        assertThat(query.text()).isEqualTo(text);
        assertThat(query.isNotUnderstood()).isFalse();
    }

    @Test
    void blankReplyToPingIsNoResult() {
        HealthQuery query = HealthQuery.ping();

        assertThat(feed(query, " \n")).isFalse();
        assertThat(query.answer()).isEmpty();
    }

    @Test
    void replyToPingIsCompleteAt4096Bytes() {
        HealthQuery query = HealthQuery.ping();

        assertThat(feed(query, "x".repeat(HealthProtocol.MAX_BYTES - 1))).isFalse();
        assertThat(feed(query, "x")).isTrue();
        assertThat(query.text()).hasSize(HealthProtocol.MAX_BYTES);
    }

    @Test
    void descriptionHasRequestAndReply() {
        HealthQuery status = HealthQuery.status();
        HealthQuery withPollGap = HealthQuery.status(5000);
        HealthQuery ping = HealthQuery.ping();
        feed(withPollGap, "send 'ping'");
        feed(status, "up 50%\n");
        feed(ping, " db down\n");

        assertThat(status.describe()).isEqualTo("asked 'status', answered 'up 50%'");
        assertThat(ping.describe()).isEqualTo("asked 'ping', answered 'db down'");
        assertThat(withPollGap.describe()).isEqualTo("asked 'status 5000', answered 'send 'ping''");
        assertThat(withPollGap.isNotUnderstood()).isTrue();
        assertThat(withPollGap.isStatus()).isTrue();
        assertThat(withPollGap.hasPollGap()).isTrue();
        assertThat(status.isStatus()).isTrue();
        assertThat(status.hasPollGap()).isFalse();
        assertThat(ping.hasPollGap()).isFalse();
        assertThat(ping.isStatus()).isFalse();
        assertThat(status.request()).isEqualTo("status\n".getBytes(UTF_8));
        assertThat(withPollGap.request()).isEqualTo("status 5000\n".getBytes(UTF_8));
        assertThat(ping.request()).isEqualTo("ping".getBytes(UTF_8));
    }

    private static boolean feed(HealthQuery query, String bytes) {
        return query.feed(ByteBuffer.wrap(bytes.getBytes(UTF_8)));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AgentReplyTest {
    private static final Reason DB_GONE = new Reason("db, is: gone");

    static Arguments[] lines() {
        return new Arguments[] {
            Arguments.of(AgentReply.NO_CHANGE, "\n"),
            Arguments.of(AgentReply.of(Health.UP, Reason.NONE), "up\n"),
            Arguments.of(AgentReply.of(Health.UP, new Reason("note")), "up #note\n"),
            Arguments.of(AgentReply.of(Health.DOWN, DB_GONE), "down #db, is: gone\n"),
            Arguments.of(AgentReply.of(Health.FAILED, DB_GONE), "failed fail #db, is: gone\n"),
            Arguments.of(AgentReply.of(Health.REPORT_ONLY, DB_GONE), "failed #db, is: gone\n"),
            Arguments.of(AgentReply.of(Health.STOPPED, Reason.NONE), "stopped\n"),
            Arguments.of(
                    reply(Health.UP, Admin.READY, OptionalInt.of(75), OptionalInt.of(10), DB_GONE),
                    "ready up 75% maxconn:10 #db, is: gone\n"),
            Arguments.of(reply(null, Admin.MAINT, OptionalInt.empty(), OptionalInt.empty(), Reason.NONE), "maint\n"),
            Arguments.of(reply(null, null, OptionalInt.of(0), OptionalInt.empty(), DB_GONE), "0% #db, is: gone\n"),
        };
    }

    @ParameterizedTest
    @MethodSource("lines")
    void replyIsRenderedAsOneLine(AgentReply reply, String line) {
        assertThat(reply.render()).isEqualTo(line);
    }

    static List<AgentReply> everyReply() {
        List<AgentReply> replies = new ArrayList<>(List.of(AgentReply.NO_CHANGE));
        for (Optional<Health> health : orNone(Health.values())) {
            for (Optional<Admin> admin : orNone(Admin.values())) {
                for (Capacity capacity : capacities()) {
                    if (health.isPresent() || admin.isPresent() || !capacity.equals(Capacity.NONE)) {
                        replies.add(new AgentReply(health, admin, capacity, Reason.NONE));
                        replies.add(new AgentReply(health, admin, capacity, new Reason("#1% up")));
                    }
                }
            }
        }
        return replies;
    }

    @ParameterizedTest
    @MethodSource("everyReply")
    void parsedLineEqualsRenderedReply(AgentReply reply) throws ProtocolException {
        assertThat(AgentReply.parse(reply.render().stripTrailing())).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UP                            | up
            Up,READY\t75%                 | ready up 75%
            ' , up ,'                     | up
            up down                       | down
            down up                       | up
            drain maint ready             | ready
            50% 60%                       | 60%
            maxconn:5 maxconn:6           | maxconn:6
            fail                          | failed fail
            failed                        | failed
            failed fail                   | failed fail
            up failed                     | up
            failed up                     | up
            'up #  note '                 | up #note
            'up #'                        | up
            up\t#note                     | up #note
            up,#note                      | up #note
            up #a #b                      | up #a #b
            """)
    void lineIsParsedByHaproxysRules(String line, String same) throws ProtocolException {
        assertThat(AgentReply.parse(line).render()).isEqualTo(same + "\n");
    }

    @Test
    void blankLineMeansNoChange() throws ProtocolException {
        assertThat(AgentReply.parse("")).isEqualTo(AgentReply.NO_CHANGE);
        assertThat(AgentReply.parse(" \t,")).isEqualTo(AgentReply.NO_CHANGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sideways              | unknown word 'sideways'
            down#why              | unknown word 'down#why'
            up 50                 | unknown word '50'
            up weight:50%         | word 'weight:50%' must have a whole number
            weight:50             | unknown word 'weight:50'
            50.5%                 | word '50.5%' must have a whole number
            -1%                   | word '-1%' must have a whole number
            %                     | word '%' must have a whole number
            NaN%                  | word 'nan%' must have a whole number
            101%                  | weight: 101 must be 0 to 100 percent
            9999999999%           | word '9999999999%' must have a whole number
            maxconn:              | word 'maxconn:' must have a whole number
            maxconn:0             | maxConnections: 0 must be at least 1
            maxconn:-1            | word 'maxconn:-1' must have a whole number
            #only a reason        | reason: a reply with a reason needs a health, admin or capacity word
            """)
    void lineThatHaproxyIgnoresIsRejected(String line, String message) {
        assertThatThrownBy(() -> AgentReply.parse(line))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(message);
    }

    @Test
    void reasonWithoutAnotherWordIsRejected() {
        assertThatThrownBy(() -> new AgentReply(Optional.empty(), Optional.empty(), Capacity.NONE, DB_GONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reason: a reply with a reason needs a health, admin or capacity word");
    }

    private static AgentReply reply(
            @Nullable Health health,
            @Nullable Admin admin,
            OptionalInt weight,
            OptionalInt maxConnections,
            Reason reason) {
        return new AgentReply(
                Optional.ofNullable(health), Optional.ofNullable(admin), new Capacity(weight, maxConnections), reason);
    }

    private static <T> List<Optional<T>> orNone(T[] values) {
        return Stream.concat(
                        Stream.of(Optional.<T>empty()), Arrays.stream(values).map(Optional::of))
                .toList();
    }

    private static List<Capacity> capacities() {
        OptionalInt none = OptionalInt.empty();
        return List.of(
                Capacity.NONE,
                new Capacity(OptionalInt.of(0), none),
                new Capacity(OptionalInt.of(100), OptionalInt.of(1)),
                new Capacity(none, OptionalInt.of(999_999_999)));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.eosio.BlockTolerance.Generation;
import io.hcbridge.protocol.eosio.EosioRequest.Debug;
import io.hcbridge.protocol.eosio.EosioRequest.Query;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EosioRequestTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            # 0.x
            node1;                        V1;     http://node1:80;      10;   OLDER; -
            node1:8888;                   V1;     http://node1:8888;    10;   OLDER; -
            node1:8888:20;                V1;     http://node1:8888;    20;   OLDER; -
            node1:8888:20:v2;             V2;     http://node1:8888;    20;   OLDER; -
            node1:8888:20:v1;             V1;     http://node1:8888;    20;   OLDER; -
            node1:8888:20:v1:more;        V1;     http://node1:8888;    20;   OLDER; -
            node1:::;                     V1;     http://node1:80;      10;   OLDER; -
            node1:x:y;                    V1;     http://node1:80;      10;   OLDER; -
            node1:99999;                  V1;     http://node1:99999;   10;   OLDER; -
            # 1.0, 1.1
            http://node1;                 V1;     http://node1;         10;   OLDER; -
            http://node1:8888|20;         V1;     http://node1:8888;    20;   OLDER; -
            http://node1|20|v2;           V2;     http://node1;         20;   OLDER; -
            http://node1||v2|api.example; V2;     http://node1;         10;   OLDER; api.example
            http://node1|20||api.example; V1;     http://node1;         20;   OLDER; api.example
            http://node1|2x|v1;           V1;     http://node1;         10;   OLDER; -
            http://node1|20|v1|a.b|more;  V1;     http://node1;         20;   OLDER; a.b
            # 1.2, deprecated there
            http://node1|v1;              V1;     http://node1;         10;   OLDER; -
            http://node1|v2|20;           V2;     http://node1;         20;   OLDER; -
            http://node1|contract|20|a.b; ATOMIC; http://node1;         20;   OLDER; a.b
            http://node1|atomic;          ATOMIC; http://node1;         10;   OLDER; -
            # 1.2 to 1.4.6
            v1|http://node1;              V1;     http://node1;         10;   LATER; -
            v2|https://node1:443|20;      V2;     https://node1:443;    20;   LATER; -
            contract|http://node1|20|a.b; ATOMIC; http://node1;         20;   LATER; a.b
            atomic|http://node1|20|a.b|c; ATOMIC; http://node1;         20;   LATER; a.b
            v1|http://node1||;            V1;     http://node1;         10;   LATER; -
            v1|node1;                     V1;     node1;                10;   LATER; -
            # numbers
            v1|http://node1|+5;           V1;     http://node1;         5;    LATER; -
            v1|http://node1|-5;           V1;     http://node1;         -5;   LATER; -
            v1|http://node1|0;            V1;     http://node1;         0;    LATER; -
            v1|http://node1|2147483647;   V1;     http://node1;         2147483647; LATER; -
            v1|http://node1|2147483648;   V1;     http://node1;         10;   LATER; -
            v1|http://node1|1e3;          V1;     http://node1;         10;   LATER; -
            v1|http://node1| 5;           V1;     http://node1;         10;   LATER; -
            """)
    void everySpellingIsUnderstoodWithItsGenerationsMeaning(
            String line, EosioApi api, String url, int blocks, Generation generation, String host) throws Exception {
        assertThat(EosioRequest.parse(line))
                .isEqualTo(new Query(api, url, Optional.ofNullable(host), new BlockTolerance(blocks, generation)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            '';                   'too few fields in '''''
            :8888;                'too few fields in '':8888'''
            v1|;                  'too few fields in ''v1|'''
            debug|;               'too few fields in ''debug|'''
            v3|http://node1;      'unknown api ''v3'''
            V1|http://node1;      'unknown api ''V1'''
            |http://node1;        'unknown api '''''
            http://node1|v3;      'unknown api ''v3'''
            http://node1|debug;   'unknown api ''debug'''
            http://node1|20|v3;   'unknown api ''v3'''
            node1:8888:20:v3;     'unknown api ''v3'''
            node1:8888:20:atomic; 'unknown version ''atomic'''
            http://n|20|contract; 'unknown version ''contract'''
            debug|upp;            unknown word 'upp'
            debug|down#why;       unknown word 'down#why'
            debug|50.5%;          'word ''50.5%'' must have a whole number'
            debug|101%;           'weight: 101 must be 0 to 100 percent'
            debug|,;              debug needs a reply
            debug|#why;           'reason: a reply with a reason needs a health, admin or capacity word'
            """)
    void lineThatIsNoRequestIsRefused(String line, String why) {
        assertThatThrownBy(() -> EosioRequest.parse(line))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(why);
    }

    @Test
    void quotedPartOfALineIsShortAndPrintable() {
        assertThatThrownBy(() -> EosioRequest.parse("v\u001b" + "x".repeat(100) + "|http://node1"))
                .hasMessage("unknown api 'v " + "x".repeat(38) + "...'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            debug|up;               up
            debug|up|ignored;       up
            debug|UP 50%;           up 50%
            debug|down #a: b;       'down #a: b'
            debug|drain;            drain
            debug|ready,up;         ready up
            debug|failed;           failed fail
            debug|fail #why;        failed fail #why
            """)
    void debugAnswersWithAWellFormedLineThatHaproxyActsUpon(String line, String reply) throws Exception {
        assertThat(EosioRequest.parse(line))
                .isInstanceOfSatisfying(
                        Debug.class, debug -> assertThat(debug.reply().render()).isEqualTo(reply + "\n"));
    }

    @ParameterizedTest
    @CsvSource({"10,OLDER,10,5", "10,LATER,5,10", "3,OLDER,3,1", "3,LATER,1,3", "-3,LATER,-1,-3", "0,OLDER,0,0"})
    void numberOfBlocksMeansSecondsOrBlocksByGeneration(int blocks, Generation generation, int seconds, int numbers) {
        BlockTolerance tolerance = new BlockTolerance(blocks, generation);
        assertThat(tolerance.seconds()).isEqualTo(seconds);
        assertThat(tolerance.numbers()).isEqualTo(numbers);
    }
}

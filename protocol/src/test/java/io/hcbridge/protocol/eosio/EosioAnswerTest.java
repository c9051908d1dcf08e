/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.eosio;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.protocol.eosio.BlockTolerance.Generation;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EosioAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final BlockTolerance TEN = new BlockTolerance(10, Generation.LATER);

    @ParameterizedTest
    @CsvSource({"200,", "204,", "299,", "300,HTTP 300", "302,HTTP 302", "404,HTTP 404", "503,HTTP 503"})
    void statusOver299IsDownWhateverTheBody(int status, @Nullable String why) {
        assertThat(EosioAnswer.ofStatus(status).map(reading -> line(reading)).orElse(""))
                .isEqualTo(why == null ? "" : "down #" + why);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00.000,up",
        "2026-11-24T11:59:55,up",
        "2026-11-24T11:59:54.999,down #head block is 5 s behind",
        "2026-11-24T11:59:18.000,down #head block is 42 s behind",
        "2026-11-24T12:00:05.000,up",
        "2026-11-24T12:00:05.500,down #head block is 6 s ahead",
        "2026-11-24T12:00:42.000,down #head block is 42 s ahead",
        "2018-06-08T08:08:08.500,down #head block is 267076312 s behind",
        "+999999999-12-31T23:59:59,down #head block is 31556888037259199 s ahead",
        "2026-11-24T12:00:00Z,failed fail #HTTP 200 but no readable head_block_time",
        "2026-11-24 12:00:00,failed fail #HTTP 200 but no readable head_block_time",
        "'',failed fail #HTTP 200 but no readable head_block_time",
    })
    void chainIsJudgedByItsHeadBlockTime(String time, String line) {
        assertThat(line(EosioApi.V1, Map.of("head_block_time", time))).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({
        "1000,1000,up",
        "1010,1000,up",
        "1011,1000,down #Elasticsearch is 11 blocks behind",
        "1000,1010,up",
        "1000,1011,down #Elasticsearch is 11 blocks ahead",
        "0,1000,failed fail #HTTP 200 but no head_block_num",
        "1000,0,failed fail #HTTP 200 but no last_indexed_block",
        "-5,1000,failed fail #HTTP 200 but no head_block_num",
        "9223372036854775807,1,down #Elasticsearch is 9223372036854775806 blocks behind",
    })
    void hyperionIsJudgedByItsBlockNumbers(long head, long indexed, String line) {
        assertThat(line(EosioApi.V2, hyperion(head, indexed))).isEqualTo(line);
    }

    static Arguments[] contracts() {
        long now = NOW.toEpochMilli();
        return new Arguments[] {
            Arguments.of("OK", "OK", now, "up"),
            Arguments.of("OK", "OK", "" + now, "up"),
            Arguments.of("OK", "OK", now - 5000, "up"),
            Arguments.of("OK", "OK", now - 5001, "down #head block is 5 s behind"),
            Arguments.of("OK", "OK", (double) (now + 42_000), "down #head block is 42 s ahead"),
            Arguments.of("ERROR", "OK", now, "down #postgres is 'ERROR'"),
            Arguments.of("OK", "down\n", now, "down #redis is 'down '"),
            Arguments.of("OK", "ok", now, "down #redis is 'ok'"),
            Arguments.of(null, "OK", now, "failed fail #HTTP 200 but no data.postgres.status"),
            Arguments.of("OK", 1, now, "failed fail #HTTP 200 but no data.redis.status"),
            Arguments.of("OK", "OK", null, "failed fail #HTTP 200 but no data.chain.head_time"),
            Arguments.of("OK", "OK", "soon", "failed fail #HTTP 200 but no data.chain.head_time"),
            Arguments.of("OK", "OK", "-1", "failed fail #HTTP 200 but no data.chain.head_time"),
            Arguments.of("OK", "OK", "", "failed fail #HTTP 200 but no data.chain.head_time"),
            Arguments.of("OK", "OK", "9999999999999999999", "failed fail #HTTP 200 but no data.chain.head_time"),
            Arguments.of("OK", "OK", 1.5, "failed fail #HTTP 200 but no data.chain.head_time"),
        };
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void contractIsJudgedByItsStoresAndItsHeadTime(
            @Nullable Object postgres, @Nullable Object redis, @Nullable Object time, String line) {
        Map<String, Object> data = new HashMap<>();
        data.put("postgres", one("status", postgres));
        data.put("redis", one("status", redis));
        data.put("chain", one("head_time", time));
        assertThat(line(EosioApi.ATOMIC, Map.of("data", data))).isEqualTo(line);
    }

    static Arguments[] unreadable() {
        return new Arguments[] {
            Arguments.of(EosioApi.V1, null, "head_block_time"),
            Arguments.of(EosioApi.V1, "text", "head_block_time"),
            Arguments.of(EosioApi.V1, List.of(), "head_block_time"),
            Arguments.of(EosioApi.V1, one("head_block_time", null), "head_block_time"),
            Arguments.of(EosioApi.V1, one("head_block_time", 5), "head_block_time"),
            Arguments.of(EosioApi.V2, null, "health"),
            Arguments.of(EosioApi.V2, one("health", null), "health"),
            Arguments.of(EosioApi.V2, one("health", Map.of()), "health"),
            Arguments.of(EosioApi.V2, one("health", List.of()), "head_block_num"),
            Arguments.of(EosioApi.V2, one("health", Arrays.asList(null, 5, "x", List.of())), "head_block_num"),
            Arguments.of(EosioApi.V2, hyperion("1000", 1000L), "head_block_num"),
            Arguments.of(EosioApi.V2, hyperion(null, 1000L), "head_block_num"),
            Arguments.of(EosioApi.V2, hyperion(1000, 0.5), "last_indexed_block"),
            Arguments.of(EosioApi.V2, hyperion(1000, Double.NaN), "last_indexed_block"),
            Arguments.of(EosioApi.V2, hyperion(1000, 1e300), "last_indexed_block"),
            Arguments.of(EosioApi.V2, hyperion(1000, BigInteger.TEN.pow(40)), "last_indexed_block"),
            Arguments.of(EosioApi.ATOMIC, null, "data.postgres.status"),
            Arguments.of(EosioApi.ATOMIC, one("data", null), "data.postgres.status"),
            Arguments.of(EosioApi.ATOMIC, one("data", List.of()), "data.postgres.status"),
        };
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void missingAndWronglyTypedFieldsAreNamed(EosioApi api, @Nullable Object json, String missing) {
        assertThat(line(api, json)).isEqualTo("failed fail #HTTP 200 but no " + missing);
    }

    @Test
    void wholeNumbersMayBeWrittenInAnyForm() {
        assertThat(line(EosioApi.V2, hyperion(1e3, BigInteger.valueOf(1000)))).isEqualTo("up");
    }

    @Test
    void oneReadingServesRequestsOfAllTolerances() {
        EosioReading reading = EosioAnswer.ofBody(EosioApi.V1, 200, Map.of("head_block_time", "2026-11-24T11:59:53"));
        assertThat(line(reading)).isEqualTo("down #head block is 7 s behind");
        assertThat(reading.judge(new BlockTolerance(10, Generation.OLDER), NOW).render())
                .isEqualTo("up\n");
        assertThat(reading.judge(new BlockTolerance(20, Generation.LATER), NOW).render())
                .isEqualTo("up\n");
    }

    @Test
    void negativeToleranceToleratesNothing() {
        EosioReading reading = EosioAnswer.ofBody(EosioApi.V1, 200, Map.of("head_block_time", "2026-11-24T12:00:00"));
        assertThat(reading.judge(new BlockTolerance(-10, Generation.LATER), NOW).render())
                .isEqualTo("down #head block is 0 s behind\n");
    }

    private static Map<String, Object> hyperion(@Nullable Object head, @Nullable Object indexed) {
        return one(
                "health",
                List.of(
                        Map.of("service", "RabbitMq", "status", "OK"),
                        Map.of("service", "NodeosRPC", "service_data", one("head_block_num", head)),
                        Map.of("service", "Elasticsearch", "service_data", one("last_indexed_block", indexed))));
    }

    private static Map<String, Object> one(String key, @Nullable Object value) {
        Map<String, Object> object = new HashMap<>();
        object.put(key, value);
        return object;
    }

    private static String line(EosioApi api, @Nullable Object json) {
        return line(EosioAnswer.ofBody(api, 200, json));
    }

    private static String line(EosioReading reading) {
        return reading.judge(TEN, NOW).render().strip();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EosioBodyTest {
    private static final int MIB = 1 << 20;

    private static @Nullable Object read(String json) throws IOException {
        return EosioBody.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"head_block_time":"now","x":{"head_block_time":"no"}};             {head_block_time=now}
            {"x":[{"data":1}],"head_block_time":5};                             {head_block_time=5}
            {"head_block_time":["now"]};                                        {head_block_time=null}
            {"head_block_time":{"a":1}};                                        {head_block_time={}}
            {"head_block_time":true};                                           {head_block_time=null}
            {"head_block_time":"a","head_block_time":"b"};                      {head_block_time=b}
            {"data":{"postgres":{"status":"OK","x":1},"chain":{"head_time":1}}};  {data={chain={head_time=1}, postgres={status=OK}}}
            {"data":5};                                                         {data=null}
            {"health":[5,[{"service":"NodeosRPC"}],{},{"service":"Redis"},{"service":7}]};  {health=[]}
            [{"head_block_time":"now"}];                                        null
            'null';                                                             null
            """)
    void onlyTheValuesOfTheApisAreKept(String json, String kept) throws Exception {
        assertThat(String.valueOf(read(json))).isEqualTo(kept);
    }

    @Test
    void lastServiceOfANameCountsAndItsMembersMayComeInAnyOrder() throws Exception {
        assertThat(read("""
                {"health":[{"service":"NodeosRPC","service_data":{"head_block_num":1}},
                {"service_data":{"head_block_num":2,"x":[]},"service":"NodeosRPC","status":"OK"}]}"""))
                .isEqualTo(Map.of(
                        "health",
                        List.of(Map.of("service", "NodeosRPC", "service_data", Map.of("head_block_num", 2)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}x", "{} {}", "[1,", "{\"a\":}", "nul", "{\"health\":[{\"service\":"})
    void whatIsNotOneJsonValueIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
    }

    @Test
    void longValueThatIsUsedIsRefusedAndAnyOtherIsSkipped() throws Exception {
        String text = "\"" + "x".repeat(2000) + "\"";
        assertThatThrownBy(() -> read("{\"head_block_time\":" + text + "}")).isInstanceOf(IOException.class);
        assertThat(read("{\"x\":" + text + "}")).isEqualTo(Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            [;              {};                         ]
            [;              [];                         ]
            [;              'null';                     ]
            {"x":[;         {};                         ]}
            {"data":[;      {};                         ]}
            """)
    void longArrayNeedsNoMoreMemoryThanItsText(String start, String element, String end) throws Exception {
        byte[] json = body(start, element, end);
        EosioBody.read(json);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        EosioBody.read(json);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(json.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"service\":\"NodeosRPC\"}", "{\"service\":\"Other\"}"})
    void ofManyServicesAtMostOneOfEachNameIsKept(String element) throws Exception {
        assertThat(EosioBody.read(body("{\"health\":[", element, "]}")))
                .isInstanceOfSatisfying(
                        Map.class,
                        read -> assertThat((List<?>) read.get("health")).hasSizeLessThanOrEqualTo(1));
    }

    private static byte[] body(String start, String element, String end) {
        int count = (MIB - start.length() - end.length()) / (element.length() + 1);
        return (start + (element + ",").repeat(count - 1) + element + end).getBytes(StandardCharsets.US_ASCII);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void outputOfTheLoadGeneratorIsParsed() {
        String line = "{\"rate\":500.0,\"answered\":1500,\"errors\":2,\"wrong\":1,\"p50\":90.5,\"p99\":300.0,"
                + "\"p999\":900.1,\"cpu_us\":55.250,\"rss_kib\":62500}";

        Sample sample = Sample.parse(line);

        assertThat(sample).isEqualTo(new Sample(500, 2, 1, 90.5, 300, 900.1, 55.25, 64));
        assertThat(sample.faults()).isEqualTo(3);
    }
}

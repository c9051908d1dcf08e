/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DescriptorLimitTest {
    @ParameterizedTest
    @CsvSource({
        // descriptors, open at the start, targets, configured, connections
        "1024, 60, 256, 10000, 580",
        "1024, 60, 256, 581, 580",
        "1024, 60, 256, 580, 580",
        "1024, 60, 256, 579, 579",
        "64, 60, 1, 10000, 1",
        "1048576, 60, 256, 10000, 10000",
        "9223372036854775807, 60, 256, 2147483647, 2147483647",
    })
    void someDescriptorsAreReservedForProbes(
            long descriptors, long open, int targets, int configured, int connections) {
        assertThat(DescriptorLimit.of(descriptors, open, targets).connections(configured))
                .isEqualTo(connections);
    }

    @Test
    void limitOfThisProcessCountsOpenDescriptors() {
        DescriptorLimit limit = DescriptorLimit.ofProcess(5);
        assertThat(limit.descriptors()).isGreaterThan(limit.reserved());
        assertThat(limit.reserved()).isGreaterThan(5 + 128);
    }
}

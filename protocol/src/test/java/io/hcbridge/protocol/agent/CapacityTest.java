/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 100})
    void weightFrom0To100IsAccepted(int weight) {
        assertThat(weight(weight).weight()).hasValue(weight);
    }

    @ParameterizedTest
    @CsvSource({"-1", "101", "2147483647", "-2147483648"})
    void weightOutOfRangeIsRejected(int weight) {
        assertThatThrownBy(() -> weight(weight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight: " + weight + " must be 0 to 100 percent");
    }

    /** HAProxy reads {@code maxconn:0} as "no limit" and {@code maxconn:-1} as 4294967295. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void connectionLimitBelow1IsRejected(int limit) {
        assertThatThrownBy(() -> new Capacity(OptionalInt.empty(), OptionalInt.of(limit)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxConnections: " + limit + " must be at least 1");
    }

    private static Capacity weight(int percent) {
        return new Capacity(OptionalInt.of(percent), OptionalInt.empty());
    }
}

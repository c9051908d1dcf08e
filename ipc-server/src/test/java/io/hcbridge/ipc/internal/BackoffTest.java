/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    @Test
    void delaysAreDoubledUpTo50Milliseconds() {
        Backoff backoff = new Backoff();

        assertThat(LongStream.generate(backoff::nextMillis).limit(8))
                .containsExactly(2L, 4L, 8L, 16L, 32L, 50L, 50L, 50L);
    }
}

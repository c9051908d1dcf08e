/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SystemRandomTest {
    /** A device that does not exist, and one that ends too early. */
    @ParameterizedTest
    @ValueSource(strings = {"/dev/urandom", "/nonexistent", "/dev/null"})
    void numbersDoNotRepeat(String device) {
        List<Long> numbers = LongStream.generate(new SystemRandom(Path.of(device))::nextLong)
                .limit(100)
                .boxed()
                .toList();

        assertThat(numbers).doesNotHaveDuplicates().doesNotContain(0L);
        assertThat(new SystemRandom(Path.of(device)).nextLong()).isNotEqualTo(numbers.get(0));
    }
}

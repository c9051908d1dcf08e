/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecProbeKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"check", "./check", "~/check", ""})
    void theProgramMustBeAnAbsolutePath(String program) {
        assertThatThrownBy(() -> new ExecProbeConfig(List.of(program), Optional.empty(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("exec.command: '" + program + "' must be an absolute path");
    }
}

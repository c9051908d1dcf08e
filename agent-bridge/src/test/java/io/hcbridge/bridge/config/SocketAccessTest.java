/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketAccessTest {
    @ParameterizedTest
    @CsvSource({
        "0660, rw-rw----",
        "660, rw-rw----",
        "0600, rw-------",
        "0666, rw-rw-rw-",
        "0200, -w-------",
        "0646, rw-r--rw-",
        "rw-rw----, rw-rw----",
        "-w--w--w-, -w--w--w-"
    })
    void modeIsOctalOrSymbolic(String text, String mode) {
        assertThat(SocketAccess.parseMode(text)).isEqualTo(PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "66",
                "06600",
                "1660",
                "0680",
                "0o660",
                "-660",
                "+660",
                "0460",
                "0760",
                "0670",
                "0661",
                "rw-rw---",
                "rw-rw-----",
                "r--rw----",
                "rwxrw----",
                "rw-rwx---",
                "rw-rw---x",
                "u=rw",
                "RW-RW----",
                "٠٦٦٠"
            })
    void otherModeIsRejectedWithTheRule(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketAccess.parseMode(text))
                .withMessage(
                        "'" + text
                                + "' must be a mode like 0660 or rw-rw----, with write permission for the owner and without execute bits");
    }

    @Test
    void constructorChecksLikeTheParser() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocketAccess(PosixFilePermissions.fromString("rwx------"), Optional.empty()))
                .withMessageContaining("'rwx------'");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.protocol.ProtocolException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketNameTest {
    private static final String LONGEST = "a".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "aB3dE6gH9jK2mN5p"})
    void lettersAndDigitsAreAccepted(String text) throws Exception {
        assertThat(SocketName.parse(text)).isEqualTo(new SocketName(text));
    }

    @Test
    void nameMayHave64Characters() throws Exception {
        assertThat(SocketName.parse(LONGEST).text()).isEqualTo(LONGEST);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> SocketName.parse(LONGEST + "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" name", "name\n", "\tname\r\n", "\u00a0name\u2003"})
    void whiteSpaceAroundTheNameIsDropped(String text) throws Exception {
        assertThat(SocketName.parse(text)).isEqualTo(new SocketName("name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\u0085"})
    void blankTextIsRejectedAsBlank(String text) {
        assertThat(SocketName.isBlank(text)).isTrue();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> SocketName.parse(text))
                .withMessage(".hc-socket is blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x", "a/b", "a b", "a.b", "a-b", "a_b", "a\0", "\u00e4", "\u0661", "/", "[", "`", "{", "@", ":"
            })
    void otherCharactersAreRejected(String text) {
        assertThat(SocketName.isBlank(text)).isFalse();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> SocketName.parse(text))
                .withMessage(".hc-socket must contain 1 to 64 letters and digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a.b"})
    void constructorRejectsInvalidName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SocketName(text));
    }

    @Test
    void randomNamesHave16CharactersAndDiffer() {
        SecureRandom random = new SecureRandom();
        Set<SocketName> names = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            names.add(SocketName.random(random));
        }

        assertThat(names)
                .hasSize(1000)
                .allSatisfy(name -> assertThat(name.text()).matches("[A-Za-z0-9]{16}"));
    }

    @Test
    void randomNamesUseEveryLetterAndDigit() {
        Random random = new Random(1);
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            SocketName.random(random).text().chars().forEach(drawn::add);
        }

        assertThat(drawn).hasSize(62);
    }

    @Test
    void socketPathIsNameWithSuffixSock() {
        assertThat(new SocketName("aB3").socketIn(Path.of("/tmp"))).isEqualTo(Path.of("/tmp/aB3.sock"));
    }
}

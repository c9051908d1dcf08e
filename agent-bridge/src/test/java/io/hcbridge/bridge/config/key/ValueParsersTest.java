/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParsersTest {
    private enum Colour {
        RED,
        GREEN
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "www-data", "_apt", "1000", "0", "a.b", "svc$", "A9", "z", "Z", "9", "_"})
    void accountIsANameOrANumber(String text) {
        assertThat(ValueParsers.account(text)).isEqualTo(text);
        assertThat(ValueParsers.userOrGroup(text)).isEqualTo(text);
        assertThat(ValueParsers.userOrGroup("@" + text)).isEqualTo("@" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "$", "-a", ".a", "a b", "a:b", "a$b", "a$$", "@a", "@@a", "ä", "a\n", "a/b", "`a", "{a", "[a"
            })
    void otherTextIsNotAnAccount(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueParsers.account(text))
                .withMessage("'" + text + "' must be a name or a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueParsers.userOrGroup("@" + text))
                .withMessage("'@" + text + "' must be a user, or @ followed by a group, by name or number");
    }

    @Test
    void accountHasAtMost256Characters() {
        assertThat(ValueParsers.account("a".repeat(256))).hasSize(256);
        assertThat(ValueParsers.account("a".repeat(256) + "$")).hasSize(257);
        assertThatIllegalArgumentException().isThrownBy(() -> ValueParsers.account("a".repeat(257)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2147483647, 2147483647", "0010, 10"})
    void positiveNumberFitsAnInt(String text, int number) {
        assertThat(ValueParsers.positive(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "2147483648", "1.5", "x", "1e3", "0x10"})
    void otherTextIsNotAPositiveNumber(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueParsers.positive(text))
                .withMessage("'" + text + "' must be a whole number, 1 to 2147483647");
    }

    @Test
    void wordIsAConstantInLowerCase() {
        assertThat(ValueParsers.oneOf(Colour.class, "green")).isEqualTo(Colour.GREEN);
        for (String text : List.of("", "GREEN", "Green", "blue", "green ")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ValueParsers.oneOf(Colour.class, text))
                    .withMessage("'" + text + "' must be one of red, green");
        }
    }

    @Test
    void pathsAreNormalized() {
        assertThat(ValueParsers.absolutePath("/a/./b/../c/")).isEqualTo(Path.of("/a/c"));
        assertThat(ValueParsers.path("a")).isEqualTo(Path.of("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueParsers.absolutePath("a"))
                .withMessage("'a' must be an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueParsers.path(""))
                .withMessage("'' must be a path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueParsers.path("\0"))
                .withMessage("'\0' must be a path");
    }

    @Test
    void boundsOfARangeAreIncluded() {
        DurationRange range = new DurationRange(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(range.parse("100ms")).isEqualTo(Duration.ofMillis(100));
        assertThat(range.parse("1s")).isEqualTo(Duration.ofSeconds(1));
        for (String text : List.of("99ms", "1001ms", "999999999d")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> range.parse(text))
                    .withMessage(text + " must be 100ms to 1s");
        }
    }

    @Test
    void keyWithoutValueAndDefaultCannotBeRead() {
        ConfigKey<String> key = ConfigKey.one("a.b", ValueParsers::account, Default.none("none"), "meaning");
        KeyValues values = new KeyValues();
        assertThat(values.find(key)).isEmpty();
        assertThat(values.sourcedOrDefault(key)).isEmpty();
        assertThat(values.isSet(key)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> values.get(key))
                .withMessage("a.b has neither value nor default");
    }

    @Test
    void valueReplacesTheDefaultAndAnInvalidOneDoesNot() {
        ConfigKey<String> key = ConfigKey.list("a.b", ValueParsers::account, Default.value("x"), "meaning")
                .with(Flag.of("--b", "B"));
        KeyValues values = new KeyValues();
        assertThat(values.sourcedOrDefault(key)).containsExactly(new Sourced<>("x", Place.nowhere("a.b")));
        values.set(key, List.of());
        assertThat(values.isSet(key)).isTrue();
        assertThat(values.list(key)).containsExactly("x");
        values.set(key, List.of(new Sourced<>("y", Place.flag("--b")), new Sourced<>("z", Place.flag("--b"))));
        assertThat(values.list(key)).containsExactly("y", "z");
        assertThat(values.get(key)).isEqualTo("y");
        assertThat(values.sourced(key)).hasSize(2);
    }
}

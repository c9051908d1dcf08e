/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static io.hcbridge.bridge.config.Configs.flags;
import static io.hcbridge.bridge.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.config.key.Sourced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code defaults}. */
class TargetDefaultsTest {
    @TempDir
    Path directory;

    private ConfigBuilder file(String yaml) throws IOException {
        return new ConfigBuilder().file(Files.writeString(directory.resolve("c.yaml"), yaml));
    }

    private static TargetConfig target(BridgeConfig config, String name) {
        return Objects.requireNonNull(config.targets().get(name));
    }

    @Test
    void eachTargetHasTheDefaultsThatItDoesNotSet() throws Exception {
        BridgeConfig config = file("""
                targets:
                  a: {directory: /srv/a}
                  b: {directory: /srv/b, timeout: 200ms, maxconn: 5, on-failed: fail}
                  c: {tcp: {address: '127.0.0.1:1'}, maxconn: 6}
                defaults: {timeout: 300ms, maxconn: 77, on-failed: report}
                """).flags(flags("--target=d=/srv/d")).build();
        for (String name : List.of("a", "d")) {
            assertThat(target(config, name).timeout()).isEqualTo(Duration.ofMillis(300));
            assertThat(target(config, name).maxConnections()).isEqualTo(OptionalInt.of(77));
            assertThat(target(config, name).onFailed()).isEqualTo(OnFailed.REPORT);
        }
        assertThat(target(config, "b").timeout()).isEqualTo(Duration.ofMillis(200));
        assertThat(target(config, "b").maxConnections()).isEqualTo(OptionalInt.of(5));
        assertThat(target(config, "b").onFailed()).isEqualTo(OnFailed.FAIL);
        assertThat(target(config, "c").timeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(target(config, "c").maxConnections()).isEqualTo(OptionalInt.of(6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {timeout: 2s}       | c.yaml:1: defaults.timeout: 2s must be shorter than agent.reply-deadline (1s)
            {timeout: fast}     | c.yaml:1: defaults.timeout: 'fast' must be a duration like 500ms, 2s, 1m, 1h or 1d
            {time-out: 1s}      | c.yaml:1: defaults.time-out: unknown key; did you mean 'timeout'?
            {directory: /srv}   | c.yaml:1: defaults.directory: unknown key
            5                   | c.yaml:1: defaults: must be a mapping of keys to values
            """)
    void errorNamesThePlaceOfTheDefaultOnce(String defaults, String message) throws Exception {
        assertThat(problems(file("defaults: " + defaults
                        + "\ntargets: {a: {directory: /x}, b: {directory: /y}, c: {directory: /z}}\n")))
                .containsExactly(message);
    }

    @Test
    void aTargetsOwnValueIsReportedAtTheTarget() throws Exception {
        assertThat(problems(file("defaults: {timeout: 300ms}\ntargets: {a: {directory: /x, timeout: 3s}}\n")))
                .containsExactly("c.yaml:2: targets.a.timeout: 3s must be shorter than agent.reply-deadline (1s)");
    }

    @Test
    void everyKeyOfTargetsCanHaveADefault() {
        KeyValues defaults = new KeyValues();
        TargetKeys.WITH_DEFAULTS.forEach(key -> defaults.set(key, List.of()));
        KeyValues target = new KeyValues();
        Sourced<Duration> own = new Sourced<>(Duration.ofSeconds(1), Place.nowhere("timeout"));
        target.set(TargetKeys.TIMEOUT, List.of(own));
        target.addMissing(defaults, key -> false);
        assertThat(TargetKeys.WITH_DEFAULTS).allMatch(target::isSet);
        assertThat(target.sourced(TargetKeys.TIMEOUT)).containsExactly(own);
    }
}

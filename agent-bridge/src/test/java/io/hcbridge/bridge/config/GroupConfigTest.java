/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.probe.group.GroupConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the configuration of groups and aliases. */
final class GroupConfigTest {
    @TempDir
    Path directory;

    private ConfigBuilder targets(String yaml) throws IOException {
        String services = "targets:\n  a: {directory: /a}\n  b: {directory: /b}\n  c: {directory: /c}\n";
        return new ConfigBuilder().file(Files.writeString(directory.resolve("c.yaml"), services + yaml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all-of: [a, b, c]|[a, b, c]|3",
                "any-of: [a, b]|[a, b]|1",
                "any-of: a|[a]|1",
                "at-least: {count: 2, of: [a, b, c]}|[a, b, c]|2",
            })
    void groupHasMembersAndNeedsSomeOfThem(String keys, String members, int needed) throws Exception {
        BridgeConfig config = targets("  shop: {" + keys + ", on-failed: report, ramp: {for: 30s}}\n")
                .build();
        TargetConfig shop = Objects.requireNonNull(config.targets().get("shop"));
        GroupConfig group = (GroupConfig) shop.probe();
        assertThat(group.members()).hasToString(members);
        assertThat(group.needed()).isEqualTo(needed);
        assertThat(shop.ramp()).isPresent();
    }

    @Test
    void groupsMayBeNestedAndStandBeforeTheirMembers() throws Exception {
        BridgeConfig config = targets("  x: {all-of: [y, a]}\n  y: {any-of: [z, b]}\n  z: {all-of: [a, b, c]}\n")
                .build();
        assertThat(config.targets().keySet()).containsExactly("a", "b", "c", "x", "y", "z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{all-of: [a, nobody]}|.all-of: 'nobody' is not among the targets",
                "{all-of: [a, shp]}|.all-of: 'shp' is not among the targets; did you mean 'shop'?",
                "{any-of: [a, b, a]}|.any-of: 'a' is a member twice",
                "{all-of: [a, shop]}|.all-of: a group must not contain itself: shop -> shop",
                "{all-of: []}|.all-of: must have at least one value",
                "{all-of: [a/b]}|.all-of: 'a/b' must match [A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                "{at-least: {count: 4, of: [a, b, c]}}|.at-least.count: 4 must be at most the number of members (3)",
                "{at-least: {count: 0, of: [a]}}|.at-least.count: '0' must be a whole number, 1 to 2147483647",
                "{at-least: {of: [a]}}|: needs at-least.count",
                "{at-least: {count: 1}}|: needs at-least.of",
                "{all-of: [a], any-of: [b]}|.any-of: a target can have only one kind of probe, and line 5 has 'all-of'",
                "{all-of: [a], timeout: 500ms}|.timeout: has no effect in a group",
                "{all-of: [a], maxconn: 7}|.maxconn: has no effect in a group",
                "{directory: /x, aliases: [a]}|.aliases: 'a' is already the name or an alias of a target",
                "{directory: /x, aliases: [y, y]}|.aliases: 'y' is already the name or an alias of a target",
                "{directory: /x, aliases: /y}|.aliases: '/y' must match [A-Za-z0-9][A-Za-z0-9._/-]{0,127}",
            })
    void wrongGroupIsAnErrorWithItsPlaceAndTheRule(String group, String message) throws Exception {
        assertThat(Configs.problems(targets("  shop: " + group + "\n")))
                .containsExactly("c.yaml:5: targets.shop" + message);
    }

    @Test
    void cycleIsAnErrorThatNamesThePath() throws Exception {
        assertThat(Configs.problems(targets(
                        "  x: {all-of: [a, y]}\n  y: {any-of: [z, b]}\n  z: {all-of: [y]}\n  w: {all-of: [x]}\n")))
                .containsExactly("c.yaml:7: targets.z.all-of: a group must not contain itself: y -> z -> y");
    }

    @Test
    void longCycleIsFoundAndItsPathIsShortened() throws Exception {
        int groups = 5_000;
        String chain = IntStream.range(0, groups)
                .mapToObj(i -> "  g" + i + ": {all-of: [g" + (i + 1) % groups + "]}\n")
                .collect(Collectors.joining());
        List<String> problems = Configs.problems(targets(chain));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).contains("itself: g0 -> g1 -> ").endsWith(" -> ... (4991 more)");
    }

    @Test
    void aliasesAreFurtherNamesOfATargetOrAGroup() throws Exception {
        BridgeConfig config = targets(
                        "  x: {directory: /x, aliases: be_shop/web1}\n  y: {all-of: [x], aliases: [Y2, Y3]}\n")
                .build();
        assertThat(config.targets().values().stream().flatMap(target -> target.aliases().stream()))
                .containsExactly("be_shop/web1", "Y2", "Y3");
    }
}

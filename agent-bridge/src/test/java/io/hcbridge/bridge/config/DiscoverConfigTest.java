/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.probe.health.DiscoveredProbeConfig;
import io.hcbridge.bridge.probe.health.HealthProbeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DiscoverConfigTest {
    @TempDir
    private Path directory;

    @Test
    void aRuleMakesTargetsOfDirectories() throws Exception {
        BridgeConfig config = build("""
                defaults: {on-failed: report, timeout: 300ms}
                discover:
                  - directories: /srv/*
                  - directories: /opt/app-*
                    name: app.{name}
                    forget-after: 1m
                    defaults: {timeout: 400ms, user: orders, socket-directory: /run/hc}
                """);

        DiscoverConfig srv = config.discover().get(0);
        DiscoverConfig opt = config.discover().get(1);
        TargetConfig orders = srv.target("orders").orElseThrow();
        TargetConfig web = opt.target("app-web").orElseThrow();

        assertThat(srv.forgetAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(opt.forgetAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(orders.name()).isEqualTo("orders");
        assertThat(orders.timeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(orders.onFailed()).isEqualTo(OnFailed.REPORT);
        assertThat(web.name()).isEqualTo("app.web");
        assertThat(web.timeout()).isEqualTo(Duration.ofMillis(400));
        assertThat(web.probe())
                .isEqualTo(new DiscoveredProbeConfig(
                        new HealthProbeConfig(Path.of("/opt/app-web"), Path.of("/run/hc"), Optional.of("orders"))));
        assertThat(opt.target("web")).isEmpty();
    }

    @Test
    void aSingleRuleNeedsNoList() throws Exception {
        assertThat(build("discover: {directories: /srv/*}").discover()).hasSize(1);
    }

    @Test
    void theDefaultTargetMayBeADiscoveredOne() throws Exception {
        assertThat(build("agent: {default-target: orders}\ndiscover: {directories: /srv/*}")
                        .agent()
                        .defaultTarget())
                .contains("orders");
    }

    @Test
    void configuredNameOrAliasTakesPrecedenceOverADiscoveredName() throws Exception {
        BridgeConfig config = build(
                "targets: {db: {directory: /d, aliases: [web]}, orders: {directory: /o}}\ndiscover: {directories: /srv/*}");
        TargetConfig found = config.targets().get("db");
        assertThat(config.targetsWith(Map.of("web", found, "orders", found, "other", found)))
                .containsOnlyKeys("db", "orders", "other")
                .containsEntry("orders", config.targets().get("orders"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}| discover: needs directories",
                "{directories: srv/*}| discover.directories: 'srv/*' must be an absolute path whose last name has one *, like /srv/*",
                "{directories: /srv}| discover.directories: '/srv' must be an absolute path whose last name has one *, like /srv/*",
                "{directories: /s*v/*}| discover.directories: '/s*v/*' must be an absolute path whose last name has one *, like /srv/*",
                "{directories: /srv/*/x}| discover.directories: '/srv/*/x' must be an absolute path whose last name has one *, like /srv/*",
                "{directories: /srv/*, name: x}| discover.name: 'x' must have one {name}, and with a name match [A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                "{directories: /srv/*, name: '{name}{name}'}| discover.name: '{name}{name}' must have one {name}, and with a name match [A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                "{directories: /srv/*, name: 'a b{name}'}| discover.name: 'a b{name}' must have one {name}, and with a name match [A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                "{directories: /srv/*, forget-after: 2d}| discover.forget-after: 2d must be 1ms to 1d",
                "{directories: /srv/*, defaults: {directory: /x}}| discover.defaults.directory: unknown key",
                "{directories: /srv/*, defaults: {timeout: 5s}}| discover.defaults.timeout: 5s must be shorter than agent.reply-deadline (1s)",
                "{directorys: /srv/*}| discover.directorys: unknown key; did you mean 'directories'?",
                "[/srv/*]| discover: must be a mapping of keys to values",
            })
    void wrongRulesAreReportedWithTheRule(String rule, String problem) throws Exception {
        assertThat(problems("discover: " + rule))
                .contains("hcbridge.yaml:1: " + problem.strip())
                .doesNotContain("hcbridge.yaml:1: discover: needs directory");
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/*, orders, orders",
        "/srv/*, .orders, ",
        "/srv/app-*, app-web, web",
        "/srv/app-*, app-, ",
        "/srv/app-*, web, ",
        "/srv/*-app, web-app, web",
        "/srv/a*a, a, ",
        "/srv/a*a, aba, b",
        "/*, srv, srv",
    })
    void starStandsForAPartOfTheName(String pattern, String name, String part) {
        assertThat(DirectoryPattern.parse(pattern).match(name)).isEqualTo(Optional.ofNullable(part));
        assertThat(DirectoryPattern.parse(pattern)).hasToString(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "/srv/", "/srv/**", "~/x/*"})
    void otherTextsAreNoPattern(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DirectoryPattern.parse(text));
    }

    @Test
    void aChangedRuleIsInTheDifference() throws Exception {
        LoadedConfig before = load("discover: {directories: /srv/*}");
        LoadedConfig after = load("discover: {directories: /opt/*}");

        assertThat(ConfigDifference.between(before, after).changes()).containsExactly("~ discover: changed");
        assertThat(ConfigDifference.between(before, before).changes()).isEmpty();
    }

    private Path file() {
        return directory.resolve("hcbridge.yaml");
    }

    private BridgeConfig build(String yaml) throws Exception {
        return load(yaml).config();
    }

    private LoadedConfig load(String yaml) throws Exception {
        Files.writeString(file(), yaml);
        return new ConfigBuilder().file(file()).load();
    }

    private List<String> problems(String yaml) throws Exception {
        Files.writeString(file(), yaml);
        return Configs.problems(new ConfigBuilder().file(file()));
    }
}

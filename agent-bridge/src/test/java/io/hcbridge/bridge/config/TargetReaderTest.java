/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.config.YamlReader.Entry;
import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.Default;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.MappingEntry;
import io.hcbridge.bridge.config.key.ValueParsers;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Targets of several kinds of probes, of which one has its keys in a mapping. */
class TargetReaderTest {
    private static final ConfigKey<Integer> PORT =
            ConfigKey.one("port", ValueParsers::positive, Default.required(), "the port");
    private static final ConfigKey<String> CA =
            ConfigKey.one("tls.ca", ValueParsers::account, Default.none("none"), "a nested key");
    private static final ConfigKey<MappingEntry> HEADERS =
            ConfigKey.mapping("headers", TargetReaderTest::header, Default.none("none"), "a mapping");
    private static final ProbeKind FLAT = ProbeKind.HEALTH;
    private static final ProbeKind NESTED = new ProbeKind("tcp", true, PortKeys::new);
    private static final ProbeKind UNUSED = new ProbeKind("http", true, () -> {
        throw new AssertionError("the keys of an unused kind were asked for");
    });

    private final ConfigErrors errors = new ConfigErrors();
    private final YamlReader yaml = new YamlReader("c.yaml", 0, errors);

    private static final class PortKeys implements ProbeKeys {
        @Override
        public List<ConfigKey<?>> all() {
            return List.of(PORT, CA, HEADERS);
        }

        @Override
        public ProbeConfig read(KeyValues values) {
            throw new UnsupportedOperationException();
        }
    }

    private static MappingEntry header(MappingEntry entry) {
        if (entry.name().equals("bad") || !entry.source().orElse("file").equals("file")) {
            throw new IllegalArgumentException("'" + entry.text() + "' is refused");
        }
        return entry;
    }

    private TargetDraft read(String text) {
        LoadSettings settings = LoadSettings.builder().build();
        MappingNode root =
                (MappingNode) new Compose(settings).composeString("a: " + text).orElseThrow();
        Entry target = yaml.entries(root).get(0);
        return new TargetReader(yaml, errors, List.of(FLAT, NESTED, UNUSED)).read(target);
    }

    private List<String> problems() {
        try {
            errors.throwIfAny();
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    @Test
    void presentKeySelectsTheKind() {
        assertThat(read("{timeout: 1s, tcp: {port: 80}}").kind()).isEqualTo(NESTED);
        assertThat(read("{directory: /x}").kind()).isEqualTo(FLAT);
        assertThat(read("{timeout: 1s}").kind()).isEqualTo(FLAT);
        assertThat(problems()).isEmpty();
    }

    @Test
    void keysOfAKindAreReadFromItsMapping() {
        TargetDraft target = read("{tcp: {port: 80}, maxconn: 3}");
        assertThat(target.probe().get(PORT)).isEqualTo(80);
        assertThat(target.values().get(TargetKeys.MAXCONN)).isEqualTo(3);
        assertThat(problems()).isEmpty();
    }

    @Test
    void aKeyWithADotIsInANestedMapping() {
        assertThat(read("{tcp: {port: 80, tls: {ca: x}}}").probe().get(CA)).isEqualTo("x");
        read("{tcp: {port: 80, tls: {cb: x}}}");
        read("{tcp: {port: 80, tls: x}}");
        assertThat(problems())
                .containsExactly(
                        "c.yaml:1: a.tcp.tls: must be a mapping of keys to values",
                        "c.yaml:1: a.tcp.tls.cb: unknown key; did you mean 'ca'?");
    }

    @Test
    void aMappingHasNamesOfTheOperatorsOwnAndValuesWithASource() {
        TargetDraft target = read("{tcp: {port: 80, headers: {X-A: 1, X-B: {file: /etc/token}}}}");
        assertThat(target.probe().list(HEADERS))
                .containsExactly(
                        new MappingEntry("X-A", Optional.empty(), "1"),
                        new MappingEntry("X-B", Optional.of("file"), "/etc/token"));
        assertThat(read("{tcp: {port: 80, headers: {}}}").probe().list(HEADERS)).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void whatIsNoMappingOrNoValueIsRefused() {
        read("\n  tcp:\n    headers: [a]\n");
        read("\n  tcp:\n    headers: {x: [a]}\n");
        read("\n  tcp:\n    headers: {x: {file: a, other: b}}\n");
        read("\n  tcp:\n    headers: {y: {}}\n");
        read("\n  tcp:\n    headers: {x: {env: A}}\n");
        read("\n  tcp:\n    headers: {bad: 1}\n");
        read("\n  tcp:\n    headers: {a: 1, a: 2}\n");
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "c.yaml:3: a.tcp.headers: must be a mapping of keys to values",
                        "c.yaml:3: a.tcp.headers.x: must be a single value",
                        "c.yaml:3: a.tcp.headers.x: must be a single value",
                        "c.yaml:3: a.tcp.headers.y: must be a single value",
                        "c.yaml:3: a.tcp.headers.x.env: 'A' is refused",
                        "c.yaml:3: a.tcp.headers.bad: '1' is refused",
                        "c.yaml:3: a.tcp.headers.a: duplicate key, first defined at line 3");
    }

    @Test
    void targetHasExactlyOneKind() {
        assertThat(read("\n  tcp: {port: 80}\n  directory: /x\n  http: {}\n").kind())
                .isEqualTo(NESTED);
        assertThat(problems())
                .containsExactly(
                        "c.yaml:3: a.directory: a target can have only one kind of probe, and line 2 has 'tcp'",
                        "c.yaml:4: a.http: a target can have only one kind of probe, and line 2 has 'tcp'");
    }

    @Test
    void keysOfOneKindAreUnknownToAnother() {
        read("{tcp: {prt: 80, directory: /x}, socket-directory: /x}");
        assertThat(problems())
                .containsExactly(
                        "c.yaml:1: a.tcp.prt: unknown key; did you mean 'port'?",
                        "c.yaml:1: a.tcp.directory: unknown key",
                        "c.yaml:1: a.socket-directory: unknown key");
    }

    @Test
    void anUnknownKeyMayHaveBeenMeantToChooseAKind() {
        read("{htp: {}}");
        assertThat(problems()).containsExactly("c.yaml:1: a.htp: unknown key; did you mean 'http'?");
    }

    @Test
    void errorForARequiredKeyOfAMappingNamesTheMapping() {
        TargetDraft target = read("{tcp: {}}");
        new CrossChecks(new KeyValues(), Map.of("a", target), List.of(), errors).run();
        assertThat(problems()).containsExactly("c.yaml:1: a: needs tcp.port");
    }

    @Test
    void targetFlagReplacesTheKindAndKeepsOtherKeys() {
        TargetDraft target = read("{tcp: {port: 80}, maxconn: 3}").withKind(FLAT);
        assertThat(target.kind()).isEqualTo(FLAT);
        assertThat(target.probe().isSet(PORT)).isFalse();
        assertThat(target.values().get(TargetKeys.MAXCONN)).isEqualTo(3);
    }
}

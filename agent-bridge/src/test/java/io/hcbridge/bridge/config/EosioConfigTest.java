/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static io.hcbridge.bridge.config.Configs.flags;
import static io.hcbridge.bridge.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.eosio.allow.AllowEntry;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import io.hcbridge.bridge.probe.eosio.EosioProbeConfig;
import io.hcbridge.protocol.eosio.BlockTolerance;
import io.hcbridge.protocol.eosio.BlockTolerance.Generation;
import io.hcbridge.protocol.eosio.EosioApi;
import io.hcbridge.protocol.eosio.EosioUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EosioConfigTest {
    private static final String EOSIO = "eosio: {enabled: true, allow: [api.example.org]}\n";

    @TempDir
    Path directory;

    private ConfigBuilder file(String yaml) throws IOException {
        return new ConfigBuilder().file(Files.writeString(directory.resolve("c.yaml"), yaml));
    }

    @Test
    void agentNeedsNoTargets() throws Exception {
        BridgeConfig config = file("eosio: {enabled: true, allow: ['api.example.org:8888', 10.0.0.0/8]}\n")
                .build();
        assertThat(config.targets()).isEmpty();
        assertThat(config.eosio().orElseThrow().entries())
                .extracting(AllowEntry::toString)
                .containsExactly("api.example.org:8888", "10.0.0.0/8");
    }

    @Test
    void flagsEnableTheAgent() throws Exception {
        BridgeConfig config = new ConfigBuilder()
                .flags(flags("--eosio=true", "--eosio-allow=a.example", "--eosio-allow=b.example"))
                .build();
        assertThat(config.eosio().orElseThrow().entries()).hasSize(2);
    }

    @Test
    void agentIsOffByDefault() throws Exception {
        assertThat(file("targets: {a: {directory: /srv/a}}\n").build().eosio()).isEmpty();
        assertThat(file("eosio: {enabled: false}\ntargets: {a: {directory: /srv/a}}\n")
                        .build()
                        .eosio())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            'eosio: {enabled: true}'; 'c.yaml:1: eosio.enabled: needs eosio.allow, the list of URLs that a request may contain'
            'eosio: {allow: [a]}'; 'c.yaml:1: eosio.allow: has no effect without eosio.enabled'
            'eosio: {enabled: maybe, allow: [a]}'; 'c.yaml:1: eosio.enabled: ''maybe'' must be true or false'
            'eosio: {enabled: true, allow: [http://a]}'; 'c.yaml:1: eosio.allow: ''http://a'' must be NAME, *.SUFFIX, ADDRESS or NETWORK, optionally with :PORT and /PATH; an IPv6 address with a port needs brackets'
            'eosio: {}'; 'targets: at least one target is needed'
            """)
    void uselessAgentIsAProblem(String yaml, String problem) throws Exception {
        assertThat(problems(file(yaml + "\n"))).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1337, true",
        "127.9.9.9:1337, true",
        "'[::1]:1337', true",
        "localhost:1337, true",
        "unix:/run/agent.sock, true",
        "0.0.0.0:1337, false",
        "'[::]:1337', false",
        "10.0.0.7:1337, false",
        "bridge.example.org:1337, false",
    })
    void portThatOtherHostsReachNeedsNetworks(String listen, boolean isLocal) throws Exception {
        String agent = "agent: {listen: '" + listen + "'%s}\n" + EOSIO;
        assertThat(problems(file(agent.formatted(", allow: [10.0.0.0/8]")))).isEmpty();
        if (isLocal) {
            assertThat(problems(file(agent.formatted("")))).isEmpty();
        } else {
            assertThat(problems(file(agent.formatted(""))))
                    .containsExactly(
                            "c.yaml:1: agent.listen: '" + listen
                                    + "' accepts connections from other hosts: with eosio.enabled, agent.allow must list the networks that may connect");
        }
    }

    @Test
    void targetNamesAnApi() throws Exception {
        BridgeConfig config =
                file("targets: {chain: {eosio: {api: contract, url: 'https://api.example.org', blocks: 4, host: a.b}}}\n")
                        .build();
        assertThat(Objects.requireNonNull(config.targets().get("chain")).probe())
                .isEqualTo(new EosioProbeConfig(
                        new EosioEndpoint(
                                EosioApi.ATOMIC, EosioUrl.parse("https://api.example.org"), Optional.of("a.b")),
                        new BlockTolerance(4, Generation.LATER)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            'api: v3, url: http://a'; 'c.yaml:1: targets.chain.eosio.api: ''v3'' must be v1, v2, atomic or contract'
            'api: v1'; 'c.yaml:1: targets.chain: needs eosio.url'
            'url: a'; 'c.yaml:1: targets.chain.eosio.url: ''a'': must be http:// or https://, a host, and possibly a port and a path'
            'url: http://a, blocks: -1'; 'c.yaml:1: targets.chain.eosio.blocks: ''-1'' must be a whole number, 1 to 2147483647'
            'url: http://a, blocks: 0'; 'c.yaml:1: targets.chain.eosio.blocks: ''0'' must be a whole number, 1 to 2147483647'
            'url: http://a, host: "a b"'; 'c.yaml:1: targets.chain.eosio.host: ''a b'' must be HOST or HOST:PORT'
            'url: http://a, path: x'; 'c.yaml:1: targets.chain.eosio.path: unknown key'
            """)
    void problemsOfATargetNameTheirKey(String keys, String problem) throws Exception {
        assertThat(problems(file("targets: {chain: {eosio: {" + keys + "}}}\n")))
                .containsExactly(problem);
    }
}

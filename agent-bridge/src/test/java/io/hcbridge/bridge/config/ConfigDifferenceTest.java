/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDifferenceTest {
    private static final String SECRET = "s3cret";

    @TempDir
    Path directory;

    private LoadedConfig load(String yaml) throws Exception {
        return new ConfigBuilder()
                .file(Files.writeString(directory.resolve("c.yaml"), yaml))
                .load();
    }

    private ConfigDifference difference(String before, String after) throws Exception {
        return ConfigDifference.between(load(before), load(after));
    }

    @Test
    void changesAreAddedRemovedAndChangedTargets() throws Exception {
        ConfigDifference difference = difference(
                "targets: {legacy: {directory: /l}, orders: {directory: /o, timeout: 500ms}, same: {directory: /s}}",
                "targets: {same: {directory: /s}, search: {directory: /x}, orders: {directory: /o, timeout: 700ms, maxconn: 3}}");
        assertThat(difference.restartKeys()).isEmpty();
        assertThat(difference.changes())
                .containsExactly("+ search", "- legacy", "~ orders: maxconn default -> 3, timeout 500ms -> 700ms");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {directory: /a}                                   | {directory: /b}                                     | directory /a -> /b
            {directory: /a}                                   | {directory: /a, on-failed: report}                  | on-failed default -> report
            {directory: /a, user: x}                          | {directory: /a, user: y}                            | user changed
            {directory: /a}                                   | {tcp: {address: '127.0.0.1:1'}}                     | directory /a -> default, tcp.address default -> 127.0.0.1:1
            {http: {url: 'http://x/', headers: {X: s3cret}}}  | {http: {url: 'http://x/', headers: {X: s3cret2}}}   | http.headers changed
            {tcp: {address: 'x:1', send: s3cret}}             | {tcp: {address: 'x:1'}}                             | tcp.send changed
            """)
    void changedKeysOfATargetHaveNoSecretValues(String before, String after, String change) throws Exception {
        List<String> changes = difference("targets: {t: " + before + "}", "targets: {t: " + after + "}")
                .changes();
        assertThat(changes).containsExactly("~ t: " + change);
        assertThat(changes.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            targets: {t: {directory: /a, timeout: 800ms}}
            targets: {t: {socket-directory: /tmp, directory: /a}}
            {defaults: {on-failed: fail}, targets: {t: {directory: /a}}}
            {agent: {max-connections: 10000, listen: 127.0.0.1:5555, unknown-target: fail}, targets: {t: {directory: /a}}}
            """)
    void valueThatIsEqualToTheDefaultIsNoChange(String after) throws Exception {
        assertThat(difference("targets: {t: {directory: /a}}", after))
                .isEqualTo(new ConfigDifference(List.of(), List.of()));
    }

    @Test
    void keysThatARunningBridgeAppliesAreChanges() throws Exception {
        String targets = "targets: {t: {directory: /a}, u: {directory: /u}}\n";
        ConfigDifference difference = difference(
                targets + "agent: {allow: 10.0.0.0/8, default-target: t}",
                targets + "agent: {allow: [10.0.0.0/8, 10.1.0.0/16], default-target: u, unknown-target: ignore}");
        assertThat(difference.restartKeys()).isEmpty();
        assertThat(difference.changes())
                .containsExactly(
                        "~ agent.allow: 10.0.0.0/8 -> [10.0.0.0/8, 10.1.0.0/16]",
                        "~ agent.default-target: t -> u",
                        "~ agent.unknown-target: fail -> ignore");
        assertThat(difference("agent: {allow: 10.0.0.0/8}\n" + targets, "agent: {allow: 10.0.0.0/8}\n" + targets)
                        .changes())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agent: {listen: 127.0.0.1:1}                       | agent.listen
            agent: {listen: unix:/x, socket-mode: 0666}        | agent.listen, agent.socket-mode
            agent: {reply-deadline: 2s, max-connections: 5}    | agent.max-connections, agent.reply-deadline
            agent: {ready-for: 2s}                             | agent.ready-for
            exec: {max-processes: 2}                           | exec.max-processes
            state-file: /x                                     | state-file
            admin: {socket: /x, readers: [a]}                  | admin.readers, admin.socket
            metrics: {listen: none}                            | metrics.listen
            log: {level: debug, format: json}                  | log.format, log.level
            eosio: {enabled: true, allow: 10.0.0.0/8}          | eosio.allow, eosio.enabled
            """)
    void allOtherKeysNeedARestart(String yaml, String keys) throws Exception {
        String targets = "targets: {t: {directory: /a}}\n";
        ConfigDifference difference = difference(targets, targets + yaml);
        assertThat(difference.restartKeys()).containsExactly(keys.split(", ", -1));
        assertThat(ConfigDifference.between(load(targets + yaml), load(targets + yaml)))
                .as("values of these keys can be compared")
                .isEqualTo(new ConfigDifference(List.of(), List.of()));
    }
}

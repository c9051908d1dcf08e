/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static io.hcbridge.bridge.config.Configs.TARGET;
import static io.hcbridge.bridge.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.bridge.tls.TestPki;
import io.hcbridge.bridge.tls.TlsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsChecksTest {
    private static final String ALL = "{certificate: /c, key: /k, client-ca: /a, client-names: [b, c]}";

    @TempDir
    Path directory;

    private ConfigBuilder file(String agent) throws IOException {
        return new ConfigBuilder()
                .file(Files.writeString(directory.resolve("c.yaml"), "agent:\n" + agent + "\n" + TARGET));
    }

    @Test
    void allKeysTogetherAreValid() throws Exception {
        assertThat(file("  tls: " + ALL).build().agent().tls())
                .contains(new TlsConfig(Path.of("/c"), Path.of("/k"), Path.of("/a"), List.of("b", "c")));
        assertThat(file("  listen: 127.0.0.1:1").build().agent().tls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {key: /k, client-ca: /a, client-names: b}     | c.yaml:2: agent.tls.key: needs agent.tls.certificate
            {certificate: /c, key: /k, client-ca: /a}     | c.yaml:2: agent.tls.certificate: needs agent.tls.client-names
            {certificate: c, key: /k, client-ca: /a, client-names: b} | c.yaml:2: agent.tls.certificate: 'c' must be an absolute path
            {client-names: ['*.example']} | c.yaml:2: agent.tls.client-names: '*.example' must be a whole name; wildcards are not supported
            {certificate: /c, kei: /k}                    | c.yaml:2: agent.tls.kei: unknown key; did you mean 'key'?
            /c                                            | c.yaml:2: agent.tls: must be a mapping of keys to values
            """)
    void missingOrUnknownKeyIsAnError(String tls, String problem) throws Exception {
        assertThat(problems(file("  tls: " + tls))).contains(problem);
    }

    @Test
    void tlsWithoutATcpAddressIsAnError() throws Exception {
        assertThat(problems(file("  listen: unix:/run/a.sock\n  tls: " + ALL)))
                .containsExactly(
                        "c.yaml:3: agent.tls.certificate: has no effect: agent.listen has only unix sockets, and"
                                + " unix sockets have no TLS");
    }

    @Test
    void filesAreCheckedWhenAskedForAndEachProblemHasItsKey() throws Exception {
        assertThat(problems(file("  tls: " + ALL).forThisHost()))
                .containsExactly(
                        "c.yaml:2: agent.tls.certificate: /c: no such file",
                        "c.yaml:2: agent.tls.key: /k: no such file",
                        "c.yaml:2: agent.tls.client-ca: /a: no such file");
    }

    @Test
    void worldReadableKeyIsAWarningWithItsPlace() throws Exception {
        TlsConfig files = new TestPki(directory).config;
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));
        ConfigBuilder builder = file("  tls: {certificate: %s, key: %s, client-ca: %s, client-names: b}"
                        .formatted(files.certificate(), files.key(), files.clientCa()))
                .forThisHost();
        builder.build();
        assertThat(builder.warnings())
                .singleElement()
                .asString()
                .contains("c.yaml:2: agent.tls.key: warning: " + files.key() + ": every user can read the private key");
    }
}

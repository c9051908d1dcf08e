/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandshakeRehearsalTest {
    @TempDir
    Path directory;

    @Test
    void handshakesAreRehearsedInMemoryWithTheFilesInUse() throws Exception {
        try (AgentTls tls = new AgentTls(new TestPki(directory).config)) {
            assertThat(tls.rehearse(Duration.ofSeconds(20))).isEqualTo(20);
        }
    }

    @Test
    void rehearsalEndsAtItsLimit() throws Exception {
        try (AgentTls tls = new AgentTls(new TestPki(directory).config)) {
            assertThat(tls.rehearse(Duration.ZERO)).isZero();
        }
    }
}

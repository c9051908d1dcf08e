/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListenErrorsTest {
    private static final TcpAddress ADDRESS = new TcpAddress("127.0.0.1", 1337);

    /** The messages of the JDK's channels. The test of the agent server has those of epoll. */
    @ParameterizedTest
    @CsvSource({
        "Address already in use, 'stop the process that listens on it, or choose another address'",
        "Permission denied, a port under 1024 needs root or the capability CAP_NET_BIND_SERVICE",
        "Cannot assign requested address, no network interface of this host has this address",
    })
    void errorOfTheSystemGetsAHint(String words, String hint) {
        assertThat(ListenErrors.describe(ADDRESS, new BindException(words)))
                .isEqualTo("cannot listen on 127.0.0.1:1337: " + words.toLowerCase(Locale.ROOT) + "; " + hint);
    }

    @Test
    void otherErrorsAreUnchanged() {
        assertThat(ListenErrors.describe(ADDRESS, new IOException("unknown host")))
                .isEqualTo("cannot listen on 127.0.0.1:1337: unknown host");
        assertThat(ListenErrors.describe(new UnixAddress(Path.of("/run/a.sock")), new IOException("Permission denied")))
                .isEqualTo("cannot listen on unix:/run/a.sock: Permission denied");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ListenErrorsTest {
    private static final TcpAddress ADDRESS = new TcpAddress("127.0.0.1", 1337);

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(-98, "Address already in use", "address already in use; stop the process that listens there, "
                        + "or choose another address"),
                arguments(-13, "Permission denied", "permission denied; a port under 1024 needs root or the capability "
                        + "CAP_NET_BIND_SERVICE"),
                arguments(-99, "Cannot assign requested address", "cannot assign requested address; no network "
                        + "interface of this host has it"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void sameWordsForBothKindsOfChannels(int number, String jdk, String words) {
        IOException epoll = Errors.newIOException("bind", number);

        assertThat(ListenErrors.describe(ADDRESS, new IOException(epoll.getMessage(), epoll)))
                .isEqualTo("cannot listen on 127.0.0.1:1337: " + words);
        assertThat(ListenErrors.describe(ADDRESS, new BindException(jdk)))
                .isEqualTo("cannot listen on 127.0.0.1:1337: " + words);
    }

    @Test
    void otherErrorsStandAsTheyAre() {
        assertThat(ListenErrors.describe(ADDRESS, new IOException("unknown host")))
                .isEqualTo("cannot listen on 127.0.0.1:1337: unknown host");
        assertThat(ListenErrors.describe(new UnixAddress(Path.of("/run/a.sock")), new IOException("Permission denied")))
                .isEqualTo("cannot listen on unix:/run/a.sock: Permission denied");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcProbeKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:50051", "[::1]:50051", "stock.example:50051", "unix:/run/stock.sock"})
    void anAddressIsReadAndWritten(String text) {
        assertThat(GrpcAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stock", "127.0.0.1:0", "unix:", "unix:stock.sock", "http://stock:80", ":50051"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> GrpcAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aUserNeedsAUnixSocket() {
        GrpcAddress tcp = GrpcAddress.parse("127.0.0.1:50051");
        assertThatThrownBy(() -> new GrpcProbeConfig(tcp, "", Optional.of("stock")))
                .hasMessage(
                        "grpc.user: has no effect with grpc.address 127.0.0.1:50051; only a unix socket shows the user"
                                + " of its server");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures of the network are the service's, and which are the bridge's own. */
final class NetworkFailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket(..) failed with error(-24): Too many open files",
                "Cannot allocate memory",
                "connect(..) failed with error(-99): Cannot assign requested address: /127.0.0.1:80"
            })
    void wantOfResourcesIsTheBridgesOwnFault(String text) {
        assertThat(NetworkFailure.result(new IOException(text))).isEqualTo(new BridgeFault(text));
    }

    @ParameterizedTest
    @CsvSource({
        "connect(..) failed with error(-11): Resource temporarily unavailable, true",
        "Resource temporarily unavailable, true",
        "connect(..) failed with error(-111): Connection refused, false",
        "connect(..) failed with error(-110): Connection timed out, false"
    })
    void aFullBacklogIsRecognizedBehindAnotherException(String text, boolean isFull) {
        assertThat(NetworkFailure.isBacklogFull(new IOException(text))).isEqualTo(isFull);
        assertThat(NetworkFailure.isBacklogFull(new IOException("io exception", new IOException(text))))
                .isEqualTo(isFull);
        assertThat(NetworkFailure.isBacklogFull(new IOException())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Connection refused: /127.0.0.1:80, connection refused",
        "recvAddress(..) failed: Connection reset by peer, connection reset"
    })
    void allElseIsTheServices(String text, String reason) {
        assertThat(NetworkFailure.result(new IOException(text))).isEqualTo(Verdict.failed(reason));
    }
}

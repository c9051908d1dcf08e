/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.bridge.net.IoKind;
import io.hcbridge.bridge.probe.ProbeLoop;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReservedBodyTest {
    private static final int ALL = 16 * EosioHttp.MAX_BODY;

    private final ProbeLoop loop = new ProbeLoop(IoKind.ofSystem());
    private final EosioHttp http = new EosioHttp(loop.environment(), 1, Duration.ofSeconds(20));
    private final ReservedBody body = new ReservedBody(http);

    @AfterEach
    void stop() {
        loop.close();
    }

    private boolean isAllFree() {
        if (!http.reserve(ALL)) {
            return false;
        }
        http.release(ALL);
        return true;
    }

    @Test
    void roomIsReleasedOnceWhenTheBodyIsClosed() {
        assertThat(body.append(Buffer.buffer("12345"))).isTrue();
        assertThat(isAllFree()).isFalse();
        body.close();
        body.close();
        assertThat(isAllFree()).isTrue();
        assertThat(http.reserve(ALL)).isTrue();
        assertThat(http.reserve(1)).isFalse();
    }

    @Test
    void bodyThatIsClosedWhileItIsDecodedKeepsItsRoomUntilTheDecodeReturns() {
        body.append(Buffer.buffer("12345"));
        Optional<Integer> decoded = body.decode(bytes -> {
            body.close();
            assertThat(isAllFree()).isFalse();
            return bytes.length;
        });
        assertThat(decoded).contains(5);
        assertThat(isAllFree()).isTrue();
    }

    @Test
    void decodeThatThrowsReleasesTheRoom() {
        body.append(Buffer.buffer("12345"));
        assertThatThrownBy(() -> body.decode(bytes -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(isAllFree()).isTrue();
    }

    @Test
    void closedBodyIsNotDecoded() {
        body.append(Buffer.buffer("12345"));
        body.close();
        assertThat(body.decode(bytes -> bytes.length)).isEmpty();
    }

    @Test
    void partWithoutRoomIsNotAppended() {
        assertThat(http.reserve(ALL)).isTrue();
        assertThat(body.append(Buffer.buffer("1"))).isFalse();
        assertThat(body.length()).isZero();
    }
}

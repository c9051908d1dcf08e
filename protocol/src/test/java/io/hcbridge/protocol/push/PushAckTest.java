/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.protocol.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PushAckTest {
    @Test
    void responseHasTheTtlAndTheGapBetweenPolls() throws Exception {
        PushAck ack = new PushAck(5000, 2000);
        assertThat(new String(ack.encode(), UTF_8)).isEqualTo("ok 5000 2000\n");
        assertThat(PushAck.decode(ack.encode())).isEqualTo(ack);
    }

    @Test
    void laterVersionsMayAddWords() throws Exception {
        assertThat(PushAck.decode("ok 1 0 more words\n".getBytes(UTF_8))).isEqualTo(new PushAck(1, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "ok 5000",
                "OK 5000 0",
                "pong",
                "ok 0 0",
                "ok 3600001 0",
                "ok 1 3600001",
                "ok 99999999 0",
                "ok 1 0\n\n",
                "ok -1 0"
            })
    void anyOtherResponseIsNotThatOfABridge(String text) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> PushAck.decode(text.getBytes(UTF_8)))
                .withMessageStartingWith("response: ");
    }

    @Test
    void aLongResponseIsRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> PushAck.decode(("ok 1 0 " + "x".repeat(1 << 20)).getBytes(UTF_8)));
    }

    @Test
    void valuesAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PushAck(0, 0))
                .withMessage("ttl: 0 ms must be 1 to 3600000 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PushAck(1, -1))
                .withMessage("poll gap: -1 ms must be 0 to 3600000 ms");
    }
}

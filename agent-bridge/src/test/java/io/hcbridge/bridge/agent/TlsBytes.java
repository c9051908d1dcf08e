/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** What a client sends that no TLS library would send. */
final class TlsBytes {
    private static final int MAX_RECORD = 16384;
    private static final int NESTED = 16_000;
    private static final byte ALERT = 21;
    private static final byte HANDSHAKE = 22;
    private static final byte CLIENT_HELLO = 1;
    private static final byte CERTIFICATE = 11;

    private TlsBytes() {}

    /** A greeting of TLS up to 1.2; the version's numbers are 3.1 for TLS 1.0. */
    static byte[] greeting(int major, int minor) {
        return greeting(major, minor, "c02bc02fc013002f");
    }

    /** A greeting of TLS 1.2 with TLS_RSA_WITH_AES_128_GCM_SHA256 alone, which newer versions of the JDK do not send. */
    static byte[] greetingWithoutForwardSecrecy() {
        return greeting(3, 3, "009c");
    }

    private static byte[] greeting(int major, int minor, String hexSuites) {
        byte[] suites = HexFormat.of().parseHex(hexSuites);
        byte[] extensions = HexFormat.of().parseHex("000a00040002" + "0017" + "000d000800060403" + "08040401");
        ByteBuffer body = ByteBuffer.allocate(2 + 32 + 1 + 2 + suites.length + 2 + 2 + extensions.length);
        body.put((byte) major).put((byte) minor).put(new byte[32]).put((byte) 0);
        body.putShort((short) suites.length).put(suites).put((byte) 1).put((byte) 0);
        body.putShort((short) extensions.length).put(extensions);
        return records(CLIENT_HELLO, body.array());
    }

    /** A certificate of 32 KiB that is a sequence in a sequence in a sequence. */
    static byte[] nestedCertificate() {
        ByteBuffer body = ByteBuffer.allocate(6 + 2 * NESTED);
        put24(body, 2 * NESTED + 3);
        put24(body, 2 * NESTED);
        for (int i = 0; i < NESTED; i++) {
            body.put((byte) 0x30).put((byte) 0x80);
        }
        return records(CERTIFICATE, body.array());
    }

    static boolean isAlert(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == ALERT;
    }

    private static void put24(ByteBuffer buffer, int number) {
        buffer.put((byte) (number >> 16)).putShort((short) number);
    }

    private static byte[] records(byte type, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(4 + body.length).put(type);
        put24(message, body.length);
        byte[] bytes = message.put(body).array();
        ByteBuffer records = ByteBuffer.allocate(bytes.length + 5 * (bytes.length / MAX_RECORD + 1));
        for (int i = 0; i < bytes.length; i += MAX_RECORD) {
            byte[] record = Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + MAX_RECORD));
            records.put(HANDSHAKE)
                    .put((byte) 3)
                    .put((byte) 3)
                    .putShort((short) record.length)
                    .put(record);
        }
        return Arrays.copyOf(records.array(), records.position());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hcbridge.ipc.internal.unix.TestPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's request to a health server whose check passes, and the expected reply: one row of the protocol's conformance table. It
 * depends only on the server's socket.
 *
 * @param bytes the parts of the request, sent with 200 ms between two parts
 * @param inPieces whether the reply is the same if the bytes are sent one by one
 * @param halfClose whether the client then closes its side for writing
 * @param reply all bytes up to a clean end of the stream
 */
record ServerRow(String name, List<byte[]> bytes, boolean inPieces, boolean halfClose, String reply) {
    static final String HEALTHY = "healthy";
    static final byte[] PING = utf8("ping");
    static final String USAGE = "send 'ping' to trigger healthcheck";

    private static final long PAUSE_MILLIS = 200;

    static List<ServerRow> all() {
        List<ServerRow> rows = new ArrayList<>();
        rows.add(whole("ping", "ping", HEALTHY).andInPieces());
        rows.add(whole("ping LF", "ping\n", HEALTHY));
        rows.add(whole("ping CR LF", "ping\r\n", HEALTHY));
        rows.add(whole("blanks around ping", "  ping\t ", HEALTHY));
        rows.add(whole("VT ping FF", "\u000bping\f", HEALTHY));
        rows.add(whole("wide blanks around ping", "\u00a0ping\u2003\u0085", HEALTHY));
        rows.add(whole("wide blanks before ping", "\u00a0\u2003\u0085ping", HEALTHY)
                .andInPieces());
        rows.add(whole("4092 blanks, then ping", " ".repeat(4092) + "ping", HEALTHY)
                .andInPieces());
        rows.add(whole("ping, then 4095 blanks", "ping" + " ".repeat(4095), HEALTHY));
        rows.add(whole("4093 blanks, then ping", " ".repeat(4093) + "ping", USAGE));
        rows.add(whole("5000 times x", "x".repeat(5000), USAGE));
        rows.add(whole("1 MiB of noise", "noise 42".repeat(1 << 17), USAGE));
        rows.add(whole("PING", "PING", USAGE));
        rows.add(whole("LF", "\n", USAGE).andInPieces());
        rows.add(whole("ping NUL", "ping\0", USAGE));
        rows.add(whole("two pings", "ping\nping\n", USAGE));
        rows.add(raw("0xFF ping", "\u00ffping", USAGE));
        rows.add(raw("an overlong blank", "\u00c0\u00a0ping", USAGE));
        rows.add(whole("ping, half-close", "ping", HEALTHY).andInPieces().andHalfClose());
        rows.add(whole("pi, half-close", "pi", USAGE).andInPieces().andHalfClose());
        rows.add(whole("blanks, half-close", " \n", USAGE).andInPieces().andHalfClose());
        rows.add(new ServerRow("pi, 200 ms, ng", List.of(utf8("pi"), utf8("ng")), false, false, HEALTHY));
        rows.add(whole("half-close", "", "").andHalfClose());
        return rows;
    }

    /** Sends the request to the server at {@code socket} and returns the reply. */
    String play(Path socket) throws IOException, InterruptedException {
        try (TestPeer peer = TestPeer.connect(socket)) {
            for (int i = 0; i < bytes.size(); i++) {
                if (i > 0) {
                    Thread.sleep(PAUSE_MILLIS);
                }
                peer.send(bytes.get(i));
            }
            return finish(peer);
        }
    }

    /** Sends the request in single bytes and returns the reply. */
    String playInPieces(Path socket) throws IOException {
        try (TestPeer peer = TestPeer.connect(socket)) {
            for (byte[] part : bytes) {
                for (byte b : part) {
                    peer.send(new byte[] {b});
                }
            }
            return finish(peer);
        }
    }

    private String finish(TestPeer peer) throws IOException {
        return (halfClose ? peer.endInput() : peer).readToEnd();
    }

    private ServerRow andInPieces() {
        return new ServerRow(name, bytes, true, halfClose, reply);
    }

    private ServerRow andHalfClose() {
        return new ServerRow(name, bytes, inPieces, true, reply);
    }

    private static ServerRow whole(String name, String text, String reply) {
        return new ServerRow(name, List.of(utf8(text)), false, false, reply);
    }

    private static ServerRow raw(String name, String bytes, String reply) {
        return new ServerRow(name, List.of(bytes.getBytes(ISO_8859_1)), false, false, reply);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.util.List;

/**
 * A request to a health server and the expected replies. Bytes are written as the characters U+0000 to U+00FF.
 *
 * @param failure text of the failing check; {@link #HEALTHY} for a passing check
 * @param chunks parts of the request, sent 200 ms apart
 * @param halfClose whether the client then closes its side for writing
 * @param go the Go server's reply
 * @param ours the Java server's reply, always with a clean end of the stream
 * @param why the reason for an intended difference; empty if there is none
 */
record GoServerRow(
        String name, String failure, List<String> chunks, boolean halfClose, Reply go, Reply ours, String why) {
    static final String HEALTHY = "(healthy)";
    private static final String USAGE = "send 'ping' to trigger healthcheck";
    private static final String LONG_TEXT = "0123456789".repeat(1000);

    /** All bytes up to the end of the stream, and whether the end was a reset. */
    record Reply(String text, boolean reset) {
        @Override
        public String toString() {
            String shown = text.length() > 60 ? text.length() + " bytes" : "`" + text + "`";
            return (text.isEmpty() ? "nothing" : shown) + (reset ? ", then a reset" : "");
        }
    }

    static List<GoServerRow> all() {
        return List.of(
                same("`ping`", "ping", "healthy"),
                same("`ping\\n`", "ping\n", "healthy"),
                same("`ping\\r\\n`", "ping\r\n", "healthy"),
                same("`ping` with blanks and a tab around it", "  ping\t ", "healthy"),
                same("`\\vping\\f`", "\013ping\f", "healthy"),
                same("U+00A0 `ping` U+2003 U+0085", "\302\240ping\342\200\203\302\205", "healthy"),
                same("4092 blanks, `ping`", " ".repeat(4092) + "ping", "healthy"),
                sent("`ping`, 4095 blanks", "ping" + " ".repeat(4095))
                        .differs(reset("healthy"), clean("healthy"), "unread bytes would reset the reply"),
                sent("4093 blanks, `ping`", " ".repeat(4093) + "ping")
                        .differs(reset(USAGE), clean(USAGE), "unread bytes would reset the reply"),
                sent("5000 times `x`", "x".repeat(5000))
                        .differs(reset(USAGE), clean(USAGE), "unread bytes would reset the reply"),
                same("`PING`", "PING", USAGE),
                same("`\\n`", "\n", USAGE),
                same("`ping\\0`", "ping\0", USAGE),
                same("`ping\\nping\\n`", "ping\nping\n", USAGE),
                same("byte 255, `ping`", "\377ping", USAGE),
                new GoServerRow(
                        "`ping`, then half-close",
                        HEALTHY,
                        List.of("ping"),
                        true,
                        clean("healthy"),
                        clean("healthy"),
                        ""),
                new GoServerRow(
                        "`pi`, 200 ms, `ng`",
                        HEALTHY,
                        List.of("pi", "ng"),
                        false,
                        clean(USAGE),
                        clean("healthy"),
                        "a stream may come in pieces"),
                failing("check fails with `db down`", "db down").agrees("db down"),
                failing("check fails with blanks", "  ")
                        .differs(
                                clean("  "),
                                clean("java.lang.IllegalStateException"),
                                "a blank text reads as no answer"),
                failing("check fails with `healthy`", "healthy")
                        .differs(
                                clean("healthy"),
                                clean("check failed with the message 'healthy'"),
                                "it would mean the opposite"),
                failing("check fails with 10000 bytes", LONG_TEXT)
                        .differs(clean(LONG_TEXT), clean(LONG_TEXT.substring(0, 4096)), "clients read 4096 bytes"));
    }

    @Override
    public String toString() {
        return name;
    }

    private static Reply clean(String text) {
        return new Reply(text, false);
    }

    private static Reply reset(String text) {
        return new Reply(text, true);
    }

    private static GoServerRow same(String name, String bytes, String reply) {
        return sent(name, bytes).agrees(reply);
    }

    private static GoServerRow sent(String name, String bytes) {
        return new GoServerRow(name, HEALTHY, List.of(bytes), false, clean(""), clean(""), "");
    }

    private static GoServerRow failing(String name, String text) {
        return new GoServerRow(name, text, List.of("ping"), false, clean(""), clean(""), "");
    }

    private GoServerRow agrees(String reply) {
        return differs(clean(reply), clean(reply), "");
    }

    private GoServerRow differs(Reply newGo, Reply newOurs, String newWhy) {
        return new GoServerRow(name, failure, chunks, halfClose, newGo, newOurs, newWhy);
    }
}

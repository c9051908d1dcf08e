/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.util.List;

/**
 * The behaviour of a health server and the clients' expected results. The server first waits for bytes from the client. Results are {@code
 * healthy}, {@code unhealthy: TEXT} or {@code failed}.
 *
 * @param reads whether the server reads the request; if it does not, its close causes a reset
 * @param chunks parts of the reply, sent 200 ms apart
 * @param closes whether the server then closes the connection; otherwise it waits for the client's close
 * @param go the Go client's result
 * @param ours the Java client's result
 * @param why the reason for an intended difference; empty if there is none
 */
record GoClientRow(
        String name, boolean reads, List<String> chunks, boolean closes, String go, String ours, String why) {
    static List<GoClientRow> all() {
        return List.of(
                reply("`healthy`", "healthy", "healthy"),
                reply("`healthy\\n`", "healthy\n", "healthy"),
                reply("`HEALTHY`", "HEALTHY", "unhealthy: HEALTHY"),
                reply("` db down\\n`", " db down\n", "unhealthy: db down"),
                reply("8 KiB of text", "x".repeat(8192), "unhealthy: " + "x".repeat(4096)),
                new GoClientRow(
                        "`heal`, 200 ms, `thy`",
                        true,
                        List.of("heal", "thy"),
                        true,
                        "unhealthy: heal",
                        "healthy",
                        "a stream may come in pieces"),
                new GoClientRow("`healthy` and no close", true, List.of("healthy"), false, "healthy", "healthy", ""),
                new GoClientRow("`healthy`, then a reset", false, List.of("healthy"), true, "healthy", "healthy", ""),
                new GoClientRow("close without a byte", true, List.of(), true, "failed", "failed", ""));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Returns a result in the words of the report. */
    static String shown(String result) {
        return result.length() > 60 ? "unhealthy, " + (result.length() - "unhealthy: ".length()) + " bytes" : result;
    }

    private static GoClientRow reply(String name, String bytes, String result) {
        return new GoClientRow(name, true, List.of(bytes), true, result, result, "");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.util.List;

/**
 * One server as a health client may meet it, which first waits until the client has sent something. Results are worded {@code
 * healthy}, {@code unhealthy: TEXT} or {@code failed}.
 *
 * @param reads whether it takes what the client sent; leaving it there turns its close into a reset
 * @param chunks what it replies, 200 ms apart
 * @param closes whether it then closes, or holds the connection until the client does
 * @param go what the Go client makes of it
 * @param ours what ours makes of it
 * @param why ours differs on purpose; empty where it does not
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

    /** A result as the report shows it. */
    static String shown(String result) {
        return result.length() > 60 ? "unhealthy, " + (result.length() - "unhealthy: ".length()) + " bytes" : result;
    }

    private static GoClientRow reply(String name, String bytes, String result) {
        return new GoClientRow(name, true, List.of(bytes), true, result, result, "");
    }
}

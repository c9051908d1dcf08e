/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.health.HealthResult.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * A health server's reply and the client's expected result: one row of the protocol's conformance table.
 *
 * @param parts the parts of the reply, sent with 50 ms between two parts
 * @param inPieces whether the result is the same if the bytes are sent one by one
 * @param end how the server ends the connection
 * @param status expected status
 * @param text expected text; empty for a failure, whose text depends on the end
 */
record ClientRow(String name, List<String> parts, boolean inPieces, End end, Status status, String text) {
    enum End {
        CLOSE,
        STAY,
        /** Closes with unread input. The client receives a reset after the reply. */
        RESET,
        /** Replies and closes at once, without reading the request. */
        WITHOUT_READING
    }

    static List<ClientRow> all() {
        List<ClientRow> rows = new ArrayList<>();
        rows.add(healthy("healthy", End.CLOSE, "healthy"));
        rows.add(healthy("healthy LF", End.CLOSE, "healthy\n"));
        rows.add(healthy("blanks around healthy", End.CLOSE, "\u2003 healthy\r\n"));
        rows.add(healthy("heal, then thy", End.CLOSE, "heal", "thy"));
        rows.add(healthy("healthy and no close", End.STAY, "healthy"));
        rows.add(healthy("healthy and a reset", End.RESET, "healthy"));
        rows.add(healthy("healthy without reading", End.WITHOUT_READING, "healthy"));
        rows.add(unhealthy("HEALTHY", "HEALTHY", "HEALTHY"));
        rows.add(unhealthy("another text", " db down\u00a0\n", "db down"));
        rows.add(unhealthy("healthy in two words", "heal thy", "heal thy"));
        rows.add(unhealthy("8 KiB of text", "12345678".repeat(1024), "12345678".repeat(512)));
        rows.add(new ClientRow("text and no close", List.of("slow"), true, End.STAY, Status.UNHEALTHY, "slow"));
        rows.add(new ClientRow("text and a reset", List.of("bye"), true, End.RESET, Status.UNHEALTHY, "bye"));
        rows.add(new ClientRow("close without a byte", List.of(), false, End.CLOSE, Status.FAILED, ""));
        rows.add(new ClientRow("nothing but blanks", List.of(" \n"), true, End.CLOSE, Status.FAILED, ""));
        rows.add(new ClientRow("silence", List.of(), false, End.STAY, Status.FAILED, ""));
        return rows;
    }

    private static ClientRow healthy(String name, End end, String... parts) {
        return new ClientRow(name, List.of(parts), true, end, Status.HEALTHY, "");
    }

    private static ClientRow unhealthy(String name, String reply, String text) {
        return new ClientRow(name, List.of(reply), true, End.CLOSE, Status.UNHEALTHY, text);
    }

    @Override
    public String toString() {
        return name;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The results of a test run, written after the last test: {@code target/interop-matrix.md}, the table of {@code docs/INTEROP.md}, and
 * {@code target/absent-peers.txt}. Thread-safe.
 */
final class InteropReport implements AutoCloseable {
    static final Path MATRIX = Path.of("target", "interop-matrix.md");
    static final Path ABSENT = Path.of("target", "absent-peers.txt");

    // Guarded by this.
    private final Map<String, SortedSet<String>> rows = new TreeMap<>();
    private final Map<InteropPeer, String> absent = new TreeMap<>();

    /** The report of this run. */
    static InteropReport of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(InteropReport.class))
                .computeIfAbsent(InteropReport.class, type -> new InteropReport(), InteropReport.class);
    }

    /** Adds a case and its result. */
    synchronized void row(String versions, String direction, String name, String result) {
        rows.computeIfAbsent(direction + " | " + versions, key -> new TreeSet<>())
                .add("| " + direction + " | " + versions + " | " + cell(name) + " | " + cell(result) + " |");
    }

    synchronized void absent(InteropPeer peer, String why) {
        absent.put(peer, why);
    }

    @Override
    public synchronized void close() throws IOException {
        Files.createDirectories(MATRIX.toAbsolutePath().getParent());
        StringBuilder matrix = new StringBuilder("| direction | versions | case | result |\n|---|---|---|---|\n");
        rows.values().stream()
                .flatMap(Collection::stream)
                .forEach(row -> matrix.append(row).append('\n'));
        Files.writeString(MATRIX, matrix);
        System.out.print(matrix);
        StringBuilder missing = new StringBuilder();
        absent.forEach((peer, why) ->
                missing.append(peer.title()).append(": ").append(why).append('\n'));
        Files.writeString(ABSENT, missing);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}

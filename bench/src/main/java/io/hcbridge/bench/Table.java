/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table in Markdown. Its columns are also aligned in plain text. */
record Table(List<String> headings, List<List<String>> rows) {
    String render() {
        int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
        List<String> rule = IntStream.of(widths).mapToObj("-"::repeat).toList();
        return Stream.concat(Stream.of(headings, rule), rows.stream())
                .map(row -> line(row, widths))
                .collect(Collectors.joining());
    }

    private int width(int column) {
        return Stream.concat(Stream.of(headings), rows.stream())
                .mapToInt(row -> cell(row, column).length())
                .max()
                .orElse(0);
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(i ->
                        cell(row, i) + " ".repeat(widths[i] - cell(row, i).length()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(List<String> row, int column) {
        return row.get(column).replace("|", "\\|");
    }
}

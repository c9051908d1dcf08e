/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.util.List;

/**
 * The results of a run.
 *
 * @param micro rows of the second table; empty if it was not measured
 * @param faults errors and wrong replies, one line each
 */
record Report(Machine machine, List<Row> rows, List<List<String>> micro, List<String> faults) {
    /** Returns the report in Markdown that is also readable on a terminal. */
    String render() {
        StringBuilder text = new StringBuilder(machine.render()).append('\n');
        text.append(new Table(Row.HEADINGS, rows.stream().map(Row::cells).toList()).render());
        if (!micro.isEmpty()) {
            text.append('\n').append(new Table(MicroBench.HEADINGS, micro).render());
        }
        text.append(faults.isEmpty() ? "\nEvery check was answered, and every answer was correct.\n" : "\nFaults:\n\n");
        faults.forEach(fault -> text.append("- ").append(fault).append('\n'));
        return text.toString();
    }

    /** Returns the rows that miss their goals by more than the tolerance. */
    List<Row> grossRegressions() {
        return rows.stream().filter(Row::isGrossRegression).toList();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.demo;

import io.hcbridge.haproxy.ServerState;
import io.hcbridge.haproxy.Site;
import java.io.PrintStream;
import java.time.Duration;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** A table of all targets, with the bridge's verdict and HAProxy's state. On a terminal, it is redrawn in place. */
final class StatusTable {
    static final Duration REFRESH = Duration.ofMillis(300);

    private final Site site;
    private final PrintStream out;
    private int linesShown;

    StatusTable(Site site, PrintStream out) {
        this.site = site;
        this.out = out;
    }

    /** Prints the table below the earlier output. */
    void show(String title) {
        String text = render(title);
        linesShown = (int) text.lines().count();
        out.print(text);
        out.flush();
    }

    /** Replaces the last table. Does nothing if the output is not a terminal. */
    void refresh(String title) {
        if (Ansi.AUTO.enabled()) {
            // Moves the cursor to the start of the last table and clears the screen from there.
            out.printf("\u001b[%dA\u001b[J", linesShown);
            show(title);
        }
    }

    private String render(String title) {
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.AUTO), column(9), column(10), column(16), column(8), column(60));
        table.addRowValues("TARGET", "VERDICT", "HAPROXY", "WEIGHT", "AGENT SAID");
        for (String name : site.names()) {
            ServerState state = site.server(name);
            String colour = state.isUp() ? "green" : "red";
            table.addRowValues(
                    text(name),
                    text(site.bridge().metrics().verdict(name)),
                    // HAProxy shows "no check" for a server that is UP and has only an agent check.
                    Ansi.AUTO.text("@|" + colour + " " + (state.isUp() ? "UP" : state.status()) + "|@"),
                    text(Integer.toString(state.weight())),
                    text(state.agentText()));
        }
        return System.lineSeparator() + Ansi.AUTO.string("@|bold " + title + "|@") + System.lineSeparator() + table;
    }

    private static Ansi.Text text(String plain) {
        return Ansi.AUTO.text(plain);
    }

    private static Column column(int width) {
        return new Column(width, 0, Column.Overflow.TRUNCATE);
    }
}

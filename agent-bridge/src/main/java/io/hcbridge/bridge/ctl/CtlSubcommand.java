/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One subcommand: calls the bridge and prints the answer. */
@Command(mixinStandardHelpOptions = true)
abstract class CtlSubcommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    @ParentCommand
    private CtlCommand parent = new CtlCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print the bridge's JSON.")
    private boolean json;

    @Override
    public final Integer call() {
        try {
            return run(parent.bridge());
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Carries the subcommand out.
     *
     * @return the exit code
     * @throws IOException if the bridge cannot be reached or refuses; the message is for the operator
     */
    abstract int run(AdminClient bridge) throws IOException;

    /** The error of wrong usage, which ends with exit code 2. */
    final ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    /** Prints rows of targets, as a table or as JSON; returns the exit code. */
    final int show(JsonObject page) {
        return show(page, TargetTable.render(page));
    }

    /** Prints the answer as JSON, or this text for a person; returns the exit code. */
    final int show(JsonObject answer, String text) {
        out().print(json ? answer.encodePrettily() + "\n" : text);
        if (out().checkError()) {
            return failed("cannot write to standard output: it is closed, or its device is full");
        }
        String notSaved = answer.getString("not-saved");
        return notSaved == null ? DONE : failed("not saved: " + notSaved);
    }

    /** Prints the answer as JSON; returns the exit code. */
    final int print(JsonObject answer) {
        return show(answer, answer.encodePrettily() + "\n");
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int failed(String problem) {
        spec.commandLine().getErr().println("hcbridge ctl: " + problem);
        return FAILED;
    }
}

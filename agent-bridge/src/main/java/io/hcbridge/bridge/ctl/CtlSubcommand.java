/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A subcommand. It calls the bridge and prints the reply. */
@Command(mixinStandardHelpOptions = true)
abstract class CtlSubcommand implements Callable<Integer> {
    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;

    @ParentCommand
    private CtlCommand parent = new CtlCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print the bridge's reply as JSON.")
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
     * Runs the subcommand.
     *
     * @return the exit code
     * @throws IOException if the bridge cannot be reached or rejects the command; the message is for the operator
     */
    abstract int run(AdminClient bridge) throws IOException;

    /** Returns a usage error. It ends the command with exit code 2. */
    final ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    /** Prints rows of targets, as a table or as JSON. Returns the exit code. */
    final int show(JsonObject page) {
        return show(page, () -> TargetTable.render(page));
    }

    /** Prints the reply as JSON, or {@code text} without {@code --json}. Returns the exit code. */
    final int show(JsonObject reply, String text) {
        return show(reply, () -> text);
    }

    /** Like {@link #show(JsonObject, String)}. The text is made only if it is printed. */
    final int show(JsonObject reply, Supplier<String> text) {
        out().print(json ? reply.encodePrettily() + "\n" : text.get());
        if (out().checkError()) {
            return failed("cannot write to standard output: it is closed, or its device is full");
        }
        String notSaved = reply.getString("not-saved");
        return notSaved == null ? SUCCESS : failed("not saved: " + notSaved);
    }

    /** Prints the reply as JSON. Returns the exit code. */
    final int print(JsonObject reply) {
        return show(reply, reply.encodePrettily() + "\n");
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int failed(String problem) {
        spec.commandLine().getErr().println("hcbridge ctl: " + problem);
        return FAILURE;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** One verb: asks the bridge and shows what it answered. */
@Command(mixinStandardHelpOptions = true)
abstract class CtlSubcommand implements Callable<Integer> {
    @ParentCommand
    private CtlCommand parent = new CtlCommand();

    @Option(names = "--json", description = "Print the bridge's JSON.")
    private boolean json;

    @Override
    public final Integer call() {
        try {
            return run(parent.bridge());
        } catch (IOException e) {
            System.err.println("hcbridge ctl: " + e.getMessage());
            return 1;
        }
    }

    /** @throws IOException if the bridge cannot be reached or refuses; the message is for the operator */
    abstract int run(AdminClient bridge) throws IOException;

    /** Prints rows of targets, as a table or as JSON. */
    final int show(JsonObject page) {
        System.out.print(json ? page.encodePrettily() + "\n" : TargetTable.render(page));
        return 0;
    }

    final int print(JsonObject answer) {
        System.out.println(answer.encodePrettily());
        return 0;
    }
}

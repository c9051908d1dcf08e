/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.CommandHandler;
import java.util.Optional;

/** Lets commands that change something pass until the bridge stops. Thread-safe. */
final class CommandGate {
    private volatile Optional<String> refusal = Optional.empty();

    void close(String why) {
        refusal = Optional.of(why);
    }

    /** Returns why commands are refused; empty if they pass. */
    Optional<String> refusal() {
        return refusal;
    }

    /** @throws CommandException if commands are refused; the message is for the caller */
    void require() throws CommandException {
        Optional<String> why = refusal;
        if (why.isPresent()) {
            throw new CommandException(why.get());
        }
    }

    /** Returns a handler that refuses its command when the gate is closed. */
    CommandHandler guard(CommandHandler handler) {
        return call -> {
            require();
            return handler.handle(call);
        };
    }
}

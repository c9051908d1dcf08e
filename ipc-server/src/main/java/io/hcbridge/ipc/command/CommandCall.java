/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call of a command.
 *
 * @param arguments by name, numbers and truth values as JSON spells them; those that were {@code null} are absent
 */
public record CommandCall(String command, Map<String, String> arguments, Peer peer) {
    public CommandCall {
        arguments = Map.copyOf(arguments);
    }

    /** The argument, if it was given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(arguments.get(name));
    }

    /**
     * The argument as a whole number, if it was given; as a number or as text, and as {@code 1e3} too, which is how Go spells large
     * ones.
     *
     * @throws CommandException if it is no number, or not a whole one of 64 bits
     */
    public OptionalLong number(String name) throws CommandException {
        String text = arguments.get(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new BigDecimal(text).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CommandException("argument '" + name + "': '" + text + "' must be a whole number");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.Peer;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call of a command.
 *
 * @param command name of the command
 * @param arguments arguments by name; numbers and booleans are JSON literals; arguments that are {@code null} are left out
 * @param peer the client's process
 */
public record CommandCall(String command, Map<String, String> arguments, Peer peer) {
    private static final int MAX_NUMBER_CHARS = 32;

    public CommandCall {
        arguments = Map.copyOf(arguments);
    }

    /** Returns the argument; empty if it is absent. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(arguments.get(name));
    }

    /**
     * Returns the argument as a whole number of 64 bits; empty if it is absent. The argument may be a JSON number or text. {@code
     * 1e3} is accepted, because Go writes large numbers in this form.
     *
     * @throws CommandException if the argument is not a whole number, or has more than {@value #MAX_NUMBER_CHARS} characters
     */
    public OptionalLong number(String name) throws CommandException {
        String text = arguments.get(name);
        return text == null ? OptionalLong.empty() : OptionalLong.of(parse(name, text));
    }

    /**
     * Returns the argument as a whole number from {@code min} to {@code max}; empty if it is absent.
     *
     * @throws CommandException if the number is out of range, and as for {@link #number(String)}
     */
    public OptionalLong number(String name, long min, long max) throws CommandException {
        OptionalLong number = number(name);
        if (number.isPresent() && (number.getAsLong() < min || number.getAsLong() > max)) {
            throw new CommandException(
                    "argument '" + name + "': " + number.getAsLong() + " must be " + min + " to " + max);
        }
        return number;
    }

    private static long parse(String name, String text) throws CommandException {
        // Limited, because BigDecimal takes seconds for a million digits.
        if (text.length() > MAX_NUMBER_CHARS) {
            throw new CommandException("argument '" + name + "': number of " + text.length()
                    + " characters must have at most " + MAX_NUMBER_CHARS);
        }
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CommandException("argument '" + name + "': '" + text + "' must be a whole number");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call of a command.
 *
 * @param command name of the command
 * @param arguments by name, numbers and booleans as JSON spells them; those that were {@code null} are absent
 * @param peer the process that calls
 */
public record CommandCall(String command, Map<String, String> arguments, Peer peer) {
    private static final int MAX_NUMBER_CHARS = 32;

    public CommandCall {
        arguments = Map.copyOf(arguments);
    }

    /** The argument, if it was given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(arguments.get(name));
    }

    /**
     * The argument as a whole number of 64 bits, if it was given; as a JSON number or as text. {@code 1e3} is accepted, because
     * Go spells large numbers like that.
     *
     * @throws CommandException if it is not a whole number, or has more than {@value #MAX_NUMBER_CHARS} characters
     */
    public OptionalLong number(String name) throws CommandException {
        String text = arguments.get(name);
        return text == null ? OptionalLong.empty() : OptionalLong.of(parse(name, text));
    }

    /**
     * The argument as a whole number in a range, if it was given; otherwise like {@link #number(String)}.
     *
     * @throws CommandException also if it is less than {@code min} or more than {@code max}
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
        // BigDecimal needs seconds for a million digits.
        if (text.length() > MAX_NUMBER_CHARS) {
            throw new CommandException("argument '" + name + "': a number has at most " + MAX_NUMBER_CHARS
                    + " characters, not " + text.length());
        }
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CommandException("argument '" + name + "': '" + text + "' must be a whole number");
        }
    }
}

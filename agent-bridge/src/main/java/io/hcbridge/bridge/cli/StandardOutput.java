/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

/** Checks standard output for errors. {@code System.out} does not throw them. */
final class StandardOutput {
    private StandardOutput() {}

    /** Returns the exit code, or {@link ExitCode#FAILURE} with a message if the command succeeded but its output could not be written. */
    static int checked(int exit) {
        if (exit != ExitCode.SUCCESS || !System.out.checkError()) {
            return exit;
        }
        System.err.println("hcbridge: cannot write to standard output: it is closed, or its device is full");
        return ExitCode.FAILURE;
    }
}

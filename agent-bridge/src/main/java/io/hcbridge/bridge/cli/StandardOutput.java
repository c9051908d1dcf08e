/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

/** Standard output, whose stream keeps its errors to itself. */
final class StandardOutput {
    private StandardOutput() {}

    /** Returns the command's exit code, or {@link ExitCode#FAILURE} with a message if a successful command could not print its result. */
    static int checked(int exit) {
        if (exit != ExitCode.SUCCESS || !System.out.checkError()) {
            return exit;
        }
        System.err.println("hcbridge: cannot write to standard output: it is closed, or its device is full");
        return ExitCode.FAILURE;
    }
}

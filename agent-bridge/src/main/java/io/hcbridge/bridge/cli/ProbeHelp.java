/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.ipc.health.ProbeCommand;
import picocli.CommandLine.Command;

/** Stands in the list of commands for {@link ProbeCommand}, which runs without picocli. */
@Command(
        name = "probe",
        description = "Ask the service in a directory how it is; exit code 0 or 1, fit for a container's health check.")
final class ProbeHelp implements Runnable {
    @Override
    public void run() {
        ProbeCommand.main(new String[] {"--help"});
    }
}

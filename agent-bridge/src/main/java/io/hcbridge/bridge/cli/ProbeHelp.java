/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.ipc.health.ProbeCommand;
import picocli.CommandLine.Command;

/** The entry for {@link ProbeCommand} in the list of commands. {@code ProbeCommand} runs without picocli. */
@Command(
        name = "probe",
        description =
                "Query the health of the service in a directory. Exit code 0 if healthy, else 1; for container health checks.")
final class ProbeHelp implements Runnable {
    @Override
    public void run() {
        ProbeCommand.main(new String[] {"--help"});
    }
}

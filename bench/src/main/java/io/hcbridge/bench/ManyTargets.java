/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.BridgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations of up to 10,000 targets: a directory of files, because a file has at most 1 MiB. */
final class ManyTargets {
    private static final int PER_FILE = 2500;

    private final BenchEnvironment place;
    private final int count;
    private final Path folder;

    /** Creates the services and the folder of the configuration. */
    ManyTargets(BenchEnvironment place, int count) throws IOException {
        this.place = place;
        this.count = count;
        this.folder = Files.createTempDirectory(place.directory(), "conf");
        for (int i = 0; i < count; i++) {
            place.service(i);
        }
    }

    /** Returns the socket for commands. */
    Path adminSocket() {
        return folder.resolve("admin.sock");
    }

    /**
     * Writes all targets.
     *
     * @param defaults keys of all targets
     * @return the folder
     */
    Path write(String defaults) throws IOException {
        common("defaults: {%s}".formatted(defaults));
        for (int from = 0; from < count; from += PER_FILE) {
            StringBuilder text = new StringBuilder("targets:\n");
            for (int i = from; i < Math.min(count, from + PER_FILE); i++) {
                text.append("  t%d: {directory: %s, socket-directory: %s}%n"
                        .formatted(i, place.directory().resolve("services/t" + i), place.directory()));
            }
            Files.writeString(folder.resolve("targets" + from + ".yaml"), text);
        }
        return folder;
    }

    /** Writes a rule that discovers all services. */
    Path writeDiscovery() throws IOException {
        return common("discover: [{directories: '%s/services/*', defaults: {socket-directory: %s}}]"
                .formatted(place.directory(), place.directory()));
    }

    private Path common(String keys) throws IOException {
        Files.writeString(
                folder.resolve("0.yaml"),
                "admin: {socket: %s}%nlog: {level: warn}%n%s%n".formatted(adminSocket(), keys));
        return folder;
    }

    /** Returns the bridge under a load that requests up to 256 targets in turn. */
    Server server(BridgeProcess bridge) {
        int asked = Math.min(count, BenchEnvironment.ASKED);
        return Server.agent("bridge with " + count + " targets", bridge.agent().getPort(), bridge.pid(), asked);
    }
}

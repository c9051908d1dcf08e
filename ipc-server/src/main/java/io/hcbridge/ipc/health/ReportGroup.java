/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.protocol.agent.AgentRequest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A bridge's group to which a service pushes reports on its health; see {@link HealthServerBuilder#pushTo}.
 *
 * @param group name of the group, {@code push.group} of the bridge
 * @param target name of the service's target, of the kind {@code push}
 * @param directory directory of the group's socket, {@code push.directory} of the bridge
 * @param bridgeUser user of the bridge, by name or number; empty if it is root or the user of this process
 */
public record ReportGroup(String group, String target, Path directory, Optional<String> bridgeUser) {
    private static final Path DEFAULT_DIRECTORY = Path.of("/run/hcbridge");

    public ReportGroup {
        if (!AgentRequest.TARGET_NAME.matcher(target).matches()) {
            throw new IllegalArgumentException("target: '" + target + "' must match " + AgentRequest.TARGET_NAME);
        }
    }

    /** Returns the group of a bridge that runs as root or as the user of this process, in the directory {@code /run/hcbridge}. */
    public static ReportGroup of(String group, String target) {
        return new ReportGroup(group, target, DEFAULT_DIRECTORY, Optional.empty());
    }

    /** Returns this group in another directory. */
    public ReportGroup in(Path newDirectory) {
        return new ReportGroup(group, target, newDirectory, bridgeUser);
    }

    /** Returns this group of a bridge that runs as this user, by name or number. */
    public ReportGroup ofBridgeUser(String newUser) {
        return new ReportGroup(group, target, directory, Optional.of(newUser));
    }
}

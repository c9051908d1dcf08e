/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.ipc.group.GroupNodeBuilder;
import io.hcbridge.ipc.group.GroupRequest;
import java.nio.file.Path;

/** Two members of a group, or the message of the master if a library is missing. */
public final class StandaloneMembers {
    private StandaloneMembers() {}

    public static void main(String[] arguments) throws Exception {
        GroupNodeBuilder builder = GroupNode.builder("edge").directory(Path.of(arguments[0]));
        builder.mode(GroupMode.CLIENT).start().close();
        try (GroupNode master =
                builder.mode(GroupMode.MASTER).handler(GroupRequest::payload).start()) {
            System.out.println(master.isMaster() ? "master" : "client");
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }
}

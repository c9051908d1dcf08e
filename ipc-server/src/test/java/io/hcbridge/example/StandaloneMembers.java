/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

import io.hcbridge.ipc.group.GroupEvent;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.ipc.group.GroupNodeBuilder;
import io.hcbridge.ipc.group.GroupRequest;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Two members of a group, or the message of the master if a library is missing. */
public final class StandaloneMembers {
    private StandaloneMembers() {}

    public static void main(String[] arguments) throws Exception {
        GroupNodeBuilder builder = GroupNode.builder("edge").directory(Path.of(arguments[0]));
        builder.mode(GroupMode.CLIENT).start().close();
        CountDownLatch elected = new CountDownLatch(1);
        builder.mode(GroupMode.MASTER).handler(GroupRequest::payload).listener((event, detail) -> {
            if (event == GroupEvent.ELECTED) {
                elected.countDown();
            }
        });
        try (GroupNode master = builder.start()) {
            boolean inTime = elected.await(10, TimeUnit.SECONDS);
            System.out.println(inTime && master.isMaster() ? "master" : "client");
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }
}

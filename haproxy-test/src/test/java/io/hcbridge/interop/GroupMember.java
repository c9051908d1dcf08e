/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import io.hcbridge.ipc.group.GroupNodeBuilder;
import io.hcbridge.ipc.group.GroupRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A member of a group in a process of its own. Its input and output are those of the Go program in {@code interop/group}. */
final class GroupMember {
    private static final String FAIL = "fail ";

    private GroupMember() {}

    /** Arguments: group, mode. */
    public static void main(String[] arguments) throws Exception {
        GroupMode mode = GroupMode.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        GroupNodeBuilder builder = GroupNode.builder(arguments[0]).mode(mode).requestTimeout(Duration.ofSeconds(15));
        if (mode != GroupMode.CLIENT) {
            builder.handler(GroupMember::handle);
        }
        GroupNode node = builder.start();
        say("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String text = line.substring("send ".length());
            new Thread(() -> send(node, text)).start();
        }
        node.close();
    }

    /** Responds like the Go program. */
    static byte[] handle(GroupRequest request) throws GroupException {
        say("handled " + request.text());
        if (request.text().startsWith(FAIL)) {
            throw new GroupException(request.text().substring(FAIL.length()));
        }
        return ("java:" + request.text()).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(GroupNode node, String text) {
        try {
            byte[] response = node.request(text.getBytes(StandardCharsets.UTF_8));
            say("answer " + text + ": " + new String(response, StandardCharsets.UTF_8));
        } catch (IOException | GroupException e) {
            say("error " + text + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hcbridge.ipc.group.GroupNode;

/** The example of docs/PROCESS-GROUPS.md. */
public final class OrderGroup {
    private OrderGroup() {}

    public static void main(String[] arguments) throws Exception {
        try (GroupNode node = GroupNode.builder("orders")
                .handler(request -> reserve(request.text()).getBytes(UTF_8))
                .start()) {
            byte[] response = node.request("7 chairs".getBytes(UTF_8));
            System.out.println(new String(response, UTF_8));
        }
    }

    private static String reserve(String goods) {
        return "reserved: " + goods;
    }
}

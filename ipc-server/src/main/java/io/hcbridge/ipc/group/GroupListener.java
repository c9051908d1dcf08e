/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

/** Learns of elections and connections. Called by threads of the node, which wait for it, so it must return soon. */
@FunctionalInterface
public interface GroupListener {
    /**
     * Called after each change.
     *
     * @param detail the reason, or the master that is connected; for people
     */
    void onEvent(GroupEvent event, String detail);
}

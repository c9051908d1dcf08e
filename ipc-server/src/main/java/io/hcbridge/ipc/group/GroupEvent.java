/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import java.lang.System.Logger.Level;

/** What a {@link GroupListener} learns. */
public enum GroupEvent {
    /** This node has become the master. */
    ELECTED(Level.INFO),
    /** This node is no longer the master. */
    DEPOSED(Level.INFO),
    /** Another program had removed or replaced the group's socket, and this master has restored it. */
    RESTORED(Level.WARNING),
    /** This node cannot become the master, for example because of the owner of a file. It continues to try. */
    OBSTRUCTED(Level.WARNING),
    /** This node is connected to a master, which may be another one than before. */
    CONNECTED(Level.DEBUG),
    /** The connection to the master has ended. */
    DISCONNECTED(Level.DEBUG);

    private final Level level;

    GroupEvent(Level level) {
        this.level = level;
    }

    /** Returns the level with which the node logs the event. */
    Level level() {
        return level;
    }
}

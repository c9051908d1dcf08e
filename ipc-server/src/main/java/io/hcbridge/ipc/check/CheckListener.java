/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

/**
 * Is notified of changes of a registry's checks. Each change is passed once, in the order of the changes of its check.
 *
 * <p>Each listener has its own queue, and is called by one thread at a time. An exception is logged. A listener that blocks delays neither
 * checks nor other listeners; when {@value #MAX_QUEUE} events wait for it, further events are dropped with a log line.
 */
@FunctionalInterface
public interface CheckListener {
    /** Number of events that may wait for one listener. */
    int MAX_QUEUE = 1000;

    /** Called when the status of a check has changed. */
    void changed(CheckState before, CheckState after);

    /** Called when a check was added. */
    default void added(CheckState state) {}

    /** Called when a check was removed, with its last state. */
    default void removed(CheckState state) {}
}

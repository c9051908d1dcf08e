/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import org.jspecify.annotations.Nullable;

/** An event of a registry. */
sealed interface CheckEvent {
    /**
     * The status of a check has changed.
     *
     * @param cause the exception of the run; null if there is none
     * @param isFirst whether this is the first result of the check
     */
    record Changed(
            CheckState before, CheckState after, @Nullable Throwable cause, boolean isFirst) implements CheckEvent {}

    /** A run has exceeded its time limit, and the status has not changed. {@code cause} has the stack of the run's thread. */
    record Overrun(CheckState state, Throwable cause) implements CheckEvent {}

    record Added(CheckState state) implements CheckEvent {}

    record Removed(CheckState state) implements CheckEvent {}
}

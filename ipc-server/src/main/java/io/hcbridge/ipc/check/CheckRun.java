/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run of a check. Its fields are guarded by the {@link CheckRunner}. */
final class CheckRun {
    /** Completes when the run has a result, and when nobody needs one any more. */
    final CompletableFuture<Void> done = new CompletableFuture<>();

    /** Whether the run waits for nothing but its own end. Before, it waits for the checks that it depends on. */
    boolean isLaunched;

    long launchedAt;

    /** The thread that runs the check now. */
    @Nullable
    Thread thread;

    /** Whether {@link #thread} was interrupted because of this run. */
    boolean isInterrupted;

    /** Whether the run has exceeded its limit. Its own result is then ignored. */
    boolean isOverdue;
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import io.hcbridge.ipc.internal.pipe.PipeCalls.Completion;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A completion port in memory. Thread-safe. */
final class FakePort {
    /** A completion, and its operation, which is no longer pending after the completion is taken. */
    private record Posted(Completion completion, @Nullable FakeOperation operation) {}

    private final BlockingQueue<Posted> queue = new LinkedBlockingQueue<>();

    void post(Completion completion) {
        queue.add(new Posted(completion, null));
    }

    void post(FakeOperation operation, int error, int bytes) {
        queue.add(new Posted(new Completion(operation.id(), error, bytes), operation));
    }

    @Nullable
    Completion await(int millis) {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (true) {
                try {
                    Posted next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return next == null ? null : taken(next);
                } catch (InterruptedException e) {
                    // An interrupt does not end the wait on a real port.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Completion taken(Posted posted) {
        if (posted.operation() != null) {
            posted.operation().ended();
        }
        return posted.completion();
    }
}

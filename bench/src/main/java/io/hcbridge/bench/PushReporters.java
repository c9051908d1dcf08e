/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupMode;
import io.hcbridge.ipc.group.GroupNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Services that report for the targets {@code t0}, {@code t1} and so on, each target regularly. Each client reports for many targets. */
final class PushReporters implements AutoCloseable {
    private static final int CLIENTS = 16;

    private final int targets;
    private final long everyNanos;
    private final List<GroupNode> nodes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder faults = new LongAdder();
    private volatile boolean isClosed;

    /** @param every time between two reports for one target */
    PushReporters(Path directory, String group, int targets, Duration every) throws IOException {
        this.targets = targets;
        this.everyNanos = every.toNanos();
        for (int i = 0; i < CLIENTS; i++) {
            int first = i;
            GroupNode node = GroupNode.builder(group)
                    .directory(directory)
                    .mode(GroupMode.CLIENT)
                    .start();
            nodes.add(node);
            Thread thread = new Thread(() -> report(node, first), "push reporter " + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Returns the number of reports without a good response. */
    long faults() {
        return faults.sum();
    }

    private void report(GroupNode node, int first) {
        long begun = System.nanoTime();
        long count = 0;
        try {
            while (!isClosed) {
                for (int target = first; target < targets && !isClosed; target += CLIENTS) {
                    long due = begun + count * everyNanos * CLIENTS / targets;
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                    send(node, "t" + target + " up\n");
                    count++;
                }
            }
        } catch (InterruptedException e) {
            // The measurement has ended.
        }
    }

    private void send(GroupNode node, String report) throws InterruptedException {
        try {
            node.request(report.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException | GroupException e) {
            if (!isClosed) {
                faults.increment();
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        threads.forEach(Thread::interrupt);
        nodes.forEach(GroupNode::close);
    }
}

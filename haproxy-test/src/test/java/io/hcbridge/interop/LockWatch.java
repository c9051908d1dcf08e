/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Watches who holds a lock, in {@code /proc/locks}: the largest number of holders, and the longest time without one. */
final class LockWatch implements AutoCloseable {
    private static final Path LOCKS = Path.of("/proc/locks");
    private static final Duration PERIOD = Duration.ofMillis(5);

    private final String inode;
    private final Thread thread = new Thread(this::run, "lock watch");

    private volatile boolean isOver;
    private volatile int mostHolders;
    private final AtomicInteger masters = new AtomicInteger();
    private volatile Duration longestGap = Duration.ZERO;
    private volatile @Nullable IOException failure;

    LockWatch(Path lock) throws IOException {
        this.inode = Files.getAttribute(lock, "unix:ino").toString();
        thread.setDaemon(true);
        thread.start();
    }

    int mostHolders() {
        return mostHolders;
    }

    /** Returns how often another process became the holder. */
    int masters() {
        return masters.get();
    }

    Duration longestGap() {
        return longestGap;
    }

    @Override
    public void close() throws IOException {
        isOver = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private void run() {
        long lastHeld = System.nanoTime();
        String last = "";
        try {
            while (!isOver) {
                List<String> holders = holders();
                long now = System.nanoTime();
                mostHolders = Math.max(mostHolders, holders.size());
                if (!holders.isEmpty()) {
                    Duration gap = Duration.ofNanos(now - lastHeld);
                    longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
                    lastHeld = now;
                    if (!holders.get(0).equals(last)) {
                        last = holders.get(0);
                        masters.incrementAndGet();
                    }
                }
                LockSupport.parkNanos(PERIOD.toNanos());
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** A line is like {@code 1: FLOCK  ADVISORY  WRITE 4711 fe:01:1234 0 EOF}. */
    private List<String> holders() throws IOException {
        return Files.readAllLines(LOCKS).stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length > 5 && words[1].equals("FLOCK") && words[5].endsWith(":" + inode))
                .map(words -> words[4])
                .toList();
    }
}

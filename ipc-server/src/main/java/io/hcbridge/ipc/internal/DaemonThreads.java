/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Creates the worker threads of a server. */
public final class DaemonThreads {
    private static final long IDLE_SECONDS = 10;

    private DaemonThreads() {}

    /**
     * Returns a pool of daemon threads that end when they are idle. The queue needs no limit: each task belongs to an open connection,
     * and the number of connections is limited.
     */
    public static ThreadPoolExecutor pool(String name, int count) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}

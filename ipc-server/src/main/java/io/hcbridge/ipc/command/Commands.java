/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.protocol.command.CommandArgument;
import io.hcbridge.protocol.command.CommandMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The handlers of a server and their worker threads. Thread-safe. */
final class Commands implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    private final SortedMap<String, CommandHandler> handlers;
    private final CommandLimits limits;
    private final ThreadPoolExecutor workers;

    Commands(SortedMap<String, CommandHandler> handlers, CommandLimits limits) {
        this.handlers = new TreeMap<>(handlers);
        this.limits = limits;
        workers = threads("command", limits.workers());
    }

    CommandLimits limits() {
        return limits;
    }

    void start(FutureTask<?> task) {
        workers.execute(task);
    }

    /** Interrupts the task. A task that has not started is removed. */
    void cancel(FutureTask<?> task) {
        task.cancel(true);
        workers.remove(task);
    }

    /**
     * Runs the handler of a request on the caller's thread.
     *
     * @return the payload
     * @throws CommandException if the command does not exist, or if its handler throws one
     * @throws Exception if the handler fails
     */
    String run(CommandMessage message, Peer peer) throws Exception {
        String command = message.command();
        CommandHandler handler = handlers.get(command);
        if (handler == null) {
            throw new CommandException(
                    "unknown command '" + command + "'; known: " + String.join(", ", handlers.keySet()));
        }
        return handler.handle(new CommandCall(command, texts(message), peer));
    }

    /** Interrupts the handlers. */
    @Override
    public void close() {
        workers.shutdownNow();
    }

    private static Map<String, String> texts(CommandMessage message) {
        Map<String, String> texts = new LinkedHashMap<>();
        message.arguments().forEach((String name, CommandArgument argument) -> {
            if (!argument.isNull()) {
                texts.put(name, argument.text());
            }
        });
        return texts;
    }

    /**
     * Returns a pool of daemon threads that end when they are idle. The queue needs no limit: each task belongs to an open connection,
     * and the number of connections is limited.
     */
    static ThreadPoolExecutor threads(String name, int count) {
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

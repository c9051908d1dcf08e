/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.DaemonThreads;
import io.hcbridge.protocol.command.CommandArgument;
import io.hcbridge.protocol.command.CommandMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;

/** The handlers of a server and their worker threads. Thread-safe. */
final class Commands implements AutoCloseable {
    private final SortedMap<String, CommandHandler> handlers;
    private final CommandLimits limits;
    private final ThreadPoolExecutor workers;

    Commands(SortedMap<String, CommandHandler> handlers, CommandLimits limits) {
        this.handlers = new TreeMap<>(handlers);
        this.limits = limits;
        workers = DaemonThreads.pool("command", limits.workers());
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
}

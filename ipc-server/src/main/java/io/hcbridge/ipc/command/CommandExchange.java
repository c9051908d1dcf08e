/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.internal.ErrorText;
import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.command.CommandResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request and its reply. The reply is the handler's result, or an error after the handler's time limit. Thread-safe. */
final class CommandExchange {
    private static final Logger LOG = System.getLogger(CommandExchange.class.getName());

    private final CommandMessage request;
    private final Peer peer;
    private final Connection connection;
    private final Commands commands;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final FutureTask<?> task = new FutureTask<>(this::run, null);

    CommandExchange(CommandMessage request, Peer peer, Connection connection, Commands commands) {
        this.request = request;
        this.peer = peer;
        this.connection = connection;
        this.commands = commands;
    }

    void start() {
        commands.start(task);
    }

    /** Sends an error and interrupts the handler. Has no effect if the reply was already sent. */
    void expire() {
        String problem =
                name() + " timed out after " + commands.limits().handler().toMillis() + " ms";
        if (answer(CommandResponse.failure(problem))) {
            LOG.log(Level.WARNING, problem);
            commands.cancel(task);
        }
    }

    private void run() {
        try {
            answer(CommandResponse.success(commands.run(request, peer)));
        } catch (CommandException e) {
            answer(CommandResponse.failure(ErrorText.of(e)));
        } catch (Throwable e) {
            // After an interrupt by expire(), the client has already received an error.
            if (answer(CommandResponse.failure(name() + " failed: " + ErrorText.of(e)))) {
                LOG.log(Level.WARNING, name() + " failed", e);
            }
        }
    }

    private String name() {
        return "command '" + request.command() + "'";
    }

    /** Sends the reply. Returns false if a reply was already sent. */
    private boolean answer(CommandResponse response) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        byte[] reply = request.respond() ? frame(response) : new byte[0];
        if (request.close()) {
            connection.finish(reply);
        } else {
            connection.send(reply);
        }
        return true;
    }

    private byte[] frame(CommandResponse response) {
        byte[] frame = request.reply(response).frame();
        if (frame.length <= CommandMessage.MAX_REPLY_BYTES) {
            return frame;
        }
        CommandResponse tooLong = CommandResponse.failure("reply length: " + frame.length + " bytes must be at most "
                + CommandMessage.MAX_REPLY_BYTES + "; request less data");
        // Without the arguments, because they may exceed the limit.
        return new CommandMessage(request.command(), Map.of(), tooLong, true, request.close()).frame();
    }
}

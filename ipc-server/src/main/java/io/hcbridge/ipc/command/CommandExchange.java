/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.command;

import io.hcbridge.ipc.Connection;
import io.hcbridge.ipc.internal.ErrorText;
import io.hcbridge.protocol.command.CommandMessage;
import io.hcbridge.protocol.command.CommandResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request and its one reply: what the handler gives, or that it took too long. Thread-safe. */
final class CommandExchange {
    private static final Logger LOG = System.getLogger(CommandExchange.class.getName());

    private final CommandMessage request;
    private final Connection connection;
    private final Commands commands;
    private final PeerSockets sockets;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final FutureTask<?> task = new FutureTask<>(this::run, null);

    CommandExchange(CommandMessage request, Connection connection, Commands commands, PeerSockets sockets) {
        this.request = request;
        this.connection = connection;
        this.commands = commands;
        this.sockets = sockets;
    }

    void start() {
        commands.start(task);
    }

    /** The time is over: interrupts the handler if it still runs. */
    void expire() {
        String problem =
                name() + " was not done within " + commands.limits().handler().toMillis() + " ms";
        if (answer(CommandResponse.failure(problem))) {
            LOG.log(Level.WARNING, problem);
            commands.cancel(task);
        }
    }

    private void run() {
        try {
            Peer peer = sockets.peer(connection.channel());
            answer(CommandResponse.success(commands.run(request, peer)));
        } catch (CommandException e) {
            answer(CommandResponse.failure(ErrorText.of(e)));
        } catch (Throwable e) {
            // That of an interrupted handler has been told already.
            if (answer(CommandResponse.failure(name() + " failed: " + ErrorText.of(e)))) {
                LOG.log(Level.WARNING, name() + " failed", e);
            }
        }
    }

    private String name() {
        return "command '" + request.command() + "'";
    }

    /** HealthResponder unless this was done already; says whether. */
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
        CommandResponse tooLong = CommandResponse.failure("reply of " + frame.length + " bytes, at most "
                + CommandMessage.MAX_REPLY_BYTES + " can be sent: ask for less");
        // Its arguments may be what makes it long.
        return new CommandMessage(request.command(), Map.of(), tooLong, true, request.close()).frame();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.bridge.config.BridgeConfig.AdminConfig;
import io.hcbridge.ipc.command.CommandServer;
import io.hcbridge.ipc.command.CommandServerBuilder;
import io.hcbridge.ipc.internal.OverflowUid;
import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The server of the command socket. A client without read permission is rejected when it connects, before the server reads a request. */
public final class AdminServer implements AutoCloseable {
    private static final String MODE = "rw-rw----";
    /** Size limit of a request. Requests are short. */
    private static final int MAX_REQUEST_BYTES = 64 * 1024;

    private final CommandServer server;

    private AdminServer(CommandServer server) {
        this.server = server;
    }

    /**
     * Binds the socket and starts to serve.
     *
     * @throws IOException if the socket cannot be bound; the message names it
     */
    public static AdminServer start(AdminConfig config, AdminCommands commands) throws IOException {
        CommandServerBuilder builder =
                CommandServer.builder().path(config.socket()).mode(MODE);
        config.group().ifPresent(builder::group);
        long ownUid = OwnUser.uid();
        OverflowUid overflow = OverflowUid.read(Path.of("/proc"));
        AccessRule readers = new AccessRule(
                "admin.readers or admin.operators",
                Stream.concat(config.readers().stream(), config.operators().stream())
                        .toList(),
                ownUid,
                overflow);
        AccessRule operators = new AccessRule("admin.operators", config.operators(), ownUid, overflow);
        builder.admit(readers).maxRequestBytes(MAX_REQUEST_BYTES);
        commands.reading().forEach(builder::handler);
        commands.changing().forEach((command, handler) -> builder.handler(command, operators.guard(handler)));
        return new AdminServer(builder.start());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

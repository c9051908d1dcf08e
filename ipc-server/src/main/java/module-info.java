/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The library for services: {@link io.hcbridge.ipc.health.HealthServer} answers health requests, {@link
 * io.hcbridge.ipc.command.CommandServer} executes commands, and both have a client.
 *
 * <p>The health server needs no library. A module that uses commands also requires {@code com.fasterxml.jackson.core}, and {@code
 * org.newsclub.net.unix} if it needs the pid, uid and groups of a command's caller. On Windows, a service also requires {@code
 * com.sun.jna.platform}.
 */
@SuppressWarnings("requires-automatic") // JNA has no module descriptor.
module io.hcbridge.ipc {
    exports io.hcbridge.ipc.command;
    exports io.hcbridge.ipc.health;

    // JNA reads the interfaces of Windows' functions by reflection.
    opens io.hcbridge.ipc.internal.pipe to
            com.sun.jna;

    requires transitive io.hcbridge.protocol;
    requires jdk.net;
    requires static com.sun.jna;
    requires static com.sun.jna.platform;
    requires static transitive org.jspecify;
    requires static org.newsclub.net.unix;
}

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The library for services: {@link io.hcbridge.ipc.health.HealthServer} answers health requests with the checks of a {@link
 * io.hcbridge.ipc.check.HealthRegistry}, {@link io.hcbridge.ipc.command.CommandServer} executes commands, and a {@link
 * io.hcbridge.ipc.group.GroupNode} is a member of a group of processes.
 *
 * <p>The health server needs no library. A module that uses commands also requires {@code com.fasterxml.jackson.core}, and {@code
 * org.newsclub.net.unix} if it needs the pid, uid and groups of a command's caller. On Windows, a service also requires {@code
 * com.sun.jna.platform}, as does the master of a group. {@code io.hcbridge.ipc.http} needs {@code jdk.httpserver}, and {@code
 * io.hcbridge.ipc.micrometer} needs {@code micrometer.core}.
 */
// JNA and Micrometer have no module descriptors.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.hcbridge.ipc {
    exports io.hcbridge.ipc;
    exports io.hcbridge.ipc.check;
    exports io.hcbridge.ipc.command;
    exports io.hcbridge.ipc.group;
    exports io.hcbridge.ipc.health;
    exports io.hcbridge.ipc.http;
    exports io.hcbridge.ipc.micrometer;

    // JNA reads the interfaces of native functions by reflection.
    opens io.hcbridge.ipc.internal.lock to
            com.sun.jna;
    opens io.hcbridge.ipc.internal.pipe to
            com.sun.jna;

    requires transitive io.hcbridge.protocol;
    requires jdk.net;
    requires static com.sun.jna;
    requires static com.sun.jna.platform;
    requires static transitive org.jspecify;
    requires static org.newsclub.net.unix;
    requires static transitive jdk.httpserver;
    requires static transitive micrometer.core;
}

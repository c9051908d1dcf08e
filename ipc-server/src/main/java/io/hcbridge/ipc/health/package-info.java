/**
 * Health requests on a local socket: a server that a Java service embeds, a client, and the probe command.
 *
 * <p>Entry points: {@link io.hcbridge.ipc.health.HealthServer}, {@link io.hcbridge.ipc.health.HealthClient}, {@link
 * io.hcbridge.ipc.health.SocketFile}, {@link io.hcbridge.ipc.health.ProbeCommand}. Depends on {@code io.hcbridge.ipc}, {@code io.hcbridge.ipc.check}, {@code
 * io.hcbridge.ipc.internal}, and on the packages {@code health} and {@code agent} of the protocols.
 */
@NullMarked
package io.hcbridge.ipc.health;

import org.jspecify.annotations.NullMarked;

/**
 * Health requests on a local socket: the server that a Java service embeds, its client, and the probe command.
 *
 * <p>Entry points: {@link io.hcbridge.ipc.health.HealthServer}, {@link io.hcbridge.ipc.health.HealthClient}, {@link
 * io.hcbridge.ipc.health.SocketFile}, {@link io.hcbridge.ipc.health.ProbeCommand}. Depends on {@code io.hcbridge.ipc}, its pipes and,
 * of the protocols, {@code health} and {@code agent}.
 */
@NullMarked
package io.hcbridge.ipc.health;

import org.jspecify.annotations.NullMarked;

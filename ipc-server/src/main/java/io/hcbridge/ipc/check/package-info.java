/**
 * Named health checks of a service, and the registry that runs them.
 *
 * <p>Entry points: {@link io.hcbridge.ipc.check.HealthRegistry} and {@link io.hcbridge.ipc.check.Check}. Depends on {@code
 * io.hcbridge.ipc.internal} and on the package {@code health} of the protocols.
 */
@NullMarked
package io.hcbridge.ipc.check;

import org.jspecify.annotations.NullMarked;

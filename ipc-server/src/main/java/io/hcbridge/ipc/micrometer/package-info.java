/**
 * Meters of a {@link io.hcbridge.ipc.check.HealthRegistry} for Micrometer.
 *
 * <p>Entry point: {@link io.hcbridge.ipc.micrometer.HealthMeters}. Depends on {@code io.hcbridge.ipc.check} and on Micrometer, which a service
 * that uses this package declares.
 */
@NullMarked
package io.hcbridge.ipc.micrometer;

import org.jspecify.annotations.NullMarked;

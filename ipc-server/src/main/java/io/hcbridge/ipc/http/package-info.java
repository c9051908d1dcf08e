/**
 * The state of a {@link io.hcbridge.ipc.check.HealthRegistry} as JSON, in the format of MicroProfile Health, and an HTTP handler for it.
 *
 * <p>Entry points: {@link io.hcbridge.ipc.http.HealthHandler} for the JDK's HTTP server, and {@link io.hcbridge.ipc.http.HealthJson} for any
 * other one. Depends on {@code io.hcbridge.ipc.check}, and the handler on the JDK's module {@code jdk.httpserver}.
 */
@NullMarked
package io.hcbridge.ipc.http;

import org.jspecify.annotations.NullMarked;

/**
 * The health protocol of local sockets, {@code ping} in and {@code healthy} or an error's text out, as the Go module {@code
 * github.com/wisdom-oss/go-healthcheck} v1.0.2 speaks it, and this project's second verb, {@code status}.
 *
 * <p>Entry points: {@link io.hcbridge.protocol.health.HealthProtocol}, {@link
 * io.hcbridge.protocol.health.HealthRequestDecoder}, {@link io.hcbridge.protocol.health.HealthReplyDecoder}, {@link
 * io.hcbridge.protocol.health.SocketName}. Depends on {@code io.hcbridge.protocol} alone.
 */
@NullMarked
package io.hcbridge.protocol.health;

import org.jspecify.annotations.NullMarked;

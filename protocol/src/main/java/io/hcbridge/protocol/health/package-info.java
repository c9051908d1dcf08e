/**
 * The health protocol of local sockets, compatible with the Go module {@code github.com/wisdom-oss/go-healthcheck} v1.0.2: the
 * request is {@code ping}, the reply is {@code healthy} or an error text. This project adds {@code status} and {@code status MILLIS}.
 *
 * <p>Entry points: {@link io.hcbridge.protocol.health.HealthProtocol}, {@link
 * io.hcbridge.protocol.health.HealthRequestDecoder}, {@link io.hcbridge.protocol.health.HealthReplyDecoder}, {@link
 * io.hcbridge.protocol.health.SocketName}. Depends only on {@code io.hcbridge.protocol} and its agent package.
 */
@NullMarked
package io.hcbridge.protocol.health;

import org.jspecify.annotations.NullMarked;

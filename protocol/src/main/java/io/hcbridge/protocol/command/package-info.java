/**
 * The command protocol of local sockets, compatible with the Go package {@code github.com/vaitekunas/unixsock}. A message is a
 * length, a colon and a JSON object. The reply is the request's object with {@code response} filled in.
 *
 * <p>Entry points: {@link io.hcbridge.protocol.command.CommandMessage}, {@link
 * io.hcbridge.protocol.command.CommandFrameDecoder}. Depends on {@code io.hcbridge.protocol} and on jackson-core.
 */
@NullMarked
package io.hcbridge.protocol.command;

import org.jspecify.annotations.NullMarked;

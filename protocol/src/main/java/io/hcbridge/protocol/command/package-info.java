/**
 * The command protocol of local sockets, as the Go package {@code github.com/vaitekunas/unixsock} speaks it: a length, a colon
 * and a JSON object that is the request and, sent back with its {@code response} filled in, the reply.
 *
 * <p>Entry points: {@link io.hcbridge.protocol.command.CommandMessage}, {@link
 * io.hcbridge.protocol.command.CommandFrameDecoder}. Depends on {@code io.hcbridge.protocol} and on jackson-core.
 */
@NullMarked
package io.hcbridge.protocol.command;

import org.jspecify.annotations.NullMarked;

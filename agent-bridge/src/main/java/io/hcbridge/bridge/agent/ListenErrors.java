/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.TcpAddress;
import io.netty.channel.unix.Errors.NativeIoException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Words for a TCP address that cannot be listened on: what the system says, and what an operator can do. */
public final class ListenErrors {
    /** Netty's epoll channels tell the error by its number. */
    private static final Map<Integer, String> BY_NUMBER =
            Map.of(-98, "address already in use", -13, "permission denied", -99, "cannot assign requested address");

    private static final Map<String, String> HINTS = Map.of(
            "address already in use", "stop the process that listens there, or choose another address",
            "permission denied", "a port under 1024 needs root or the capability CAP_NET_BIND_SERVICE",
            "cannot assign requested address", "no network interface of this host has it");

    private ListenErrors() {}

    /** Describes why {@code address} cannot be listened on. */
    public static String describe(ListenAddress address, Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        String known = numbered(failure).orElse(message.toLowerCase(Locale.ROOT));
        String hint = address instanceof TcpAddress ? HINTS.get(known) : null;
        return "cannot listen on " + address + ": " + (hint == null ? message : known + "; " + hint);
    }

    private static Optional<String> numbered(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NativeIoException system) {
                return Optional.ofNullable(BY_NUMBER.get(system.expectedErr()));
            }
        }
        return Optional.empty();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.netty.channel.unix.Errors.NativeIoException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Error messages for addresses on which the bridge cannot listen. A message has the system's error and, for a TCP address, what to do. */
public final class ListenErrors {
    /** Names of the negative error numbers in exceptions of Netty's epoll channels. */
    private static final Map<Integer, String> BY_NUMBER =
            Map.of(-98, "address already in use", -13, "permission denied", -99, "cannot assign requested address");

    private static final Map<String, String> HINTS = Map.of(
            "address already in use", "stop the process that listens on it, or choose another address",
            "permission denied", "a port under 1024 needs root or the capability CAP_NET_BIND_SERVICE",
            "cannot assign requested address", "no network interface of this host has this address");

    private ListenErrors() {}

    /** Returns the error message for {@code address}. */
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

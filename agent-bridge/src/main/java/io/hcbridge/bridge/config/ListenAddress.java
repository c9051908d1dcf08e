/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

/** An address for agent checks: {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:/PATH}. */
public sealed interface ListenAddress permits TcpAddress, UnixAddress {
    /**
     * Parses an address in the format of {@code toString}.
     *
     * @throws IllegalArgumentException if the text has another format; the message has the text and the rule
     */
    static ListenAddress parse(String text) {
        if (text.startsWith(UnixAddress.SCHEME)) {
            return UnixAddress.parse(text);
        }
        try {
            return TcpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + " or unix:/PATH", e);
        }
    }
}

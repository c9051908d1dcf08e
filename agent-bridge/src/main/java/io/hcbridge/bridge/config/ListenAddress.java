/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

/** An address on which agent checks are accepted: {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:/PATH}. */
public sealed interface ListenAddress permits TcpAddress, UnixAddress {
    /**
     * Reads an address in the form that {@code toString} writes.
     *
     * @throws IllegalArgumentException if it has another form; the message has the text and the rule
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

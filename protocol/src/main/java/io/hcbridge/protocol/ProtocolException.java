/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol;

/** Thrown for bytes that violate a protocol. The message states the rule and can be shown to an operator. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}

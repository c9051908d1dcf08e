/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol;

/** Bytes that break a protocol's rule; the message names the rule and is fit to be shown to an operator. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}

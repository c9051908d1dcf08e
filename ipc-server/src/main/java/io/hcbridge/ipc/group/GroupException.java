/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

/** Thrown if the master's handler could not fulfil a request. The client receives the message. */
public final class GroupException extends Exception {
    private static final long serialVersionUID = 1L;

    public GroupException(String message) {
        super(message);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import java.util.Set;

/**
 * Creates the security descriptor of a pipe, in SDDL. It denies network users. It admits the system, the administrators, the user of
 * the process and the configured users.
 */
final class PipeAccess {
    /**
     * The rights to read, write and synchronize. Without the right to create instances of the pipe: a user with that right can impersonate
     * the server.
     */
    private static final String READ_AND_WRITE = "0x12019b";

    private PipeAccess() {}

    /**
     * Returns the descriptor.
     *
     * @param users users of this project's clients, which open the pipe with the rights that they need
     * @param fullUsers users of clients that open the pipe for generic reading and writing, as go-winio does; this includes the right to
     *     create instances
     */
    static String descriptor(PipeCalls calls, Set<String> users, Set<String> fullUsers) throws PipeException {
        // "P" prevents inheritance. The deny entry comes first, because Windows evaluates the entries in order.
        StringBuilder sddl = new StringBuilder("D:P(D;;GA;;;NU)(A;;GA;;;SY)(A;;GA;;;BA)");
        allow(sddl, "GA", calls.sid(""));
        for (String user : users) {
            allow(sddl, READ_AND_WRITE, calls.sid(user));
        }
        for (String user : fullUsers) {
            allow(sddl, "GA", calls.sid(user));
        }
        return sddl.toString();
    }

    private static void allow(StringBuilder sddl, String rights, String sid) {
        sddl.append("(A;;").append(rights).append(";;;").append(sid).append(')');
    }
}

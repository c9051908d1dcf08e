/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import java.util.Set;

/**
 * Who may connect to a pipe, as a security descriptor in SDDL: nobody over the network, always the system, the administrators and
 * the process's own user, and whom it was told to.
 */
final class PipeAccess {
    /** Read, write, and what goes with them, but not the right to make instances of the pipe, which lets one pose as the server. */
    private static final String READ_AND_WRITE = "0x12019b";

    private PipeAccess() {}

    /**
     * The descriptor.
     *
     * @param users admitted as clients of this project, which ask for no more than they need
     * @param fullUsers admitted as clients that open the pipe for generic reading and writing, as go-winio does; that includes the
     *     right to make instances
     */
    static String descriptor(PipeCalls calls, Set<String> users, Set<String> fullUsers) throws PipeException {
        // Protected, so that nothing is inherited; the refusal first, as the order counts.
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

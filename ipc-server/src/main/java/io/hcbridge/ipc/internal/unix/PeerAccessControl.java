/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import io.hcbridge.ipc.internal.SafeLog;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * Which users may speak to a socket: its owner, root and whom the configuration names. Belongs to the listener's thread.
 *
 * <p>The peer's user comes from the JDK's {@code SO_PEERCRED}; no native library is needed, since its principals are equal by
 * uid, whatever their names. Asking costs about 7 µs, because the JDK looks the name up too; so it is asked only where the
 * socket's mode lets others than owner and root connect at all.
 */
final class PeerAccessControl {
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Whether there may be somebody who is not admitted. */
    private final boolean asks;

    private final Set<UserPrincipal> admitted = new HashSet<>();

    private long refused;
    private long lastLogged = System.nanoTime() - LOG_EVERY_NANOS;

    /**
     * Looks the names up.
     *
     * @param users names or numbers of users
     * @throws IOException if there is no such user
     */
    PeerAccessControl(
            Set<PosixFilePermission> mode, UserPrincipal owner, Set<String> users, UserPrincipalLookupService lookup)
            throws IOException {
        // Connecting to a socket takes the right to write to it.
        Set<PosixFilePermission> others = EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        others.retainAll(mode);
        asks = !others.isEmpty() && !users.contains(UnixListener.ANYONE);
        admitted.add(owner);
        // A bare number is taken as the uid.
        admitted.add(lookup.lookupPrincipalByName("0"));
        for (String user : asks ? users : Set.<String>of()) {
            admitted.add(find(user, lookup));
        }
    }

    boolean admits(SocketChannel peer) throws IOException {
        if (!asks) {
            return true;
        }
        UserPrincipal user = peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        if (admitted.contains(user)) {
            return true;
        }
        refused++;
        logRefused(user);
        return false;
    }

    private void logRefused(UserPrincipal user) {
        long now = System.nanoTime();
        if (now - lastLogged >= LOG_EVERY_NANOS) {
            String who = "refused user " + user.getName() + ", who is not admitted; ";
            SafeLog.warn(PeerAccessControl.class, who + refused + " refused so far", null);
            lastLogged = now;
        }
    }

    private static UserPrincipal find(String user, UserPrincipalLookupService lookup) throws IOException {
        try {
            return lookup.lookupPrincipalByName(user);
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException("admitted user " + user + " does not exist", e);
        }
    }
}

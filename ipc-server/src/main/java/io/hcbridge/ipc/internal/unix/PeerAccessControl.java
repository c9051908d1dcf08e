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
 * Decides which users may connect: the socket's owner, root and configured users. Only the listener's thread may use it.
 *
 * <p>The peer's user comes from the JDK's {@code SO_PEERCRED}. The JDK compares principals by uid, so this needs no native library. It
 * costs about 7 µs, because the JDK looks up the user's name. The check is skipped if the socket's mode permits only the owner and root.
 */
final class PeerAccessControl {
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Whether the socket's mode permits users who may not be admitted. */
    private final boolean checks;

    private final Set<UserPrincipal> admitted = new HashSet<>();

    private long refused;
    private long lastLogged = System.nanoTime() - LOG_EVERY_NANOS;

    /**
     * Looks up the users.
     *
     * @param users names or numbers of admitted users
     * @throws IOException if a user does not exist
     */
    PeerAccessControl(
            Set<PosixFilePermission> mode, UserPrincipal owner, Set<String> users, UserPrincipalLookupService lookup)
            throws IOException {
        // A client needs write permission on the socket.
        Set<PosixFilePermission> others = EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        others.retainAll(mode);
        checks = !others.isEmpty() && !users.contains(UnixListener.ANYONE);
        admitted.add(owner);
        // The JDK accepts a uid as a name.
        admitted.add(lookup.lookupPrincipalByName("0"));
        for (String user : checks ? users : Set.<String>of()) {
            admitted.add(find(user, lookup));
        }
    }

    boolean admits(SocketChannel peer) throws IOException {
        return !checks
                || admits(peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    }

    /** Returns whether a user who has connected is admitted. Logs refusals, at most one every 10 s. */
    boolean admits(UserPrincipal user) {
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
            String event = "listener: refused a connection: user " + user.getName() + " is not admitted (";
            SafeLog.warn(PeerAccessControl.class, event + "total=" + refused + ")", null);
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

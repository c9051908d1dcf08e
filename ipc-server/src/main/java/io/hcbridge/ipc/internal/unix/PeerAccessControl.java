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
 * Decides which users may use a socket: its owner, root and configured users. Belongs to the listener's thread.
 *
 * <p>The peer's user comes from the JDK's {@code SO_PEERCRED}. Its principals are equal by uid, whatever their names, so this needs
 * no native library. It costs about 7 µs, because the JDK looks up the name; so it is skipped if the socket's mode lets only the
 * owner and root connect.
 */
final class PeerAccessControl {
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Whether the socket's mode lets users connect who are not admitted. */
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
        // A client needs the right to write to the socket.
        Set<PosixFilePermission> others = EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        others.retainAll(mode);
        checks = !others.isEmpty() && !users.contains(UnixListener.ANYONE);
        admitted.add(owner);
        // A number is taken as the uid.
        admitted.add(lookup.lookupPrincipalByName("0"));
        for (String user : checks ? users : Set.<String>of()) {
            admitted.add(find(user, lookup));
        }
    }

    boolean admits(SocketChannel peer) throws IOException {
        return !checks
                || admits(peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    }

    /** Whether a user is admitted whom the socket's mode lets connect. Logs a refusal, at most one in 10 s. */
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
            String who = "refused a connection: user " + user.getName() + " is not admitted (";
            SafeLog.warn(PeerAccessControl.class, who + "total=" + refused + ")", null);
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

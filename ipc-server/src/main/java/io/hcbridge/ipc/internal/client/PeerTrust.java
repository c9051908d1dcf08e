/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import io.hcbridge.ipc.internal.OverflowUid;
import io.hcbridge.ipc.internal.client.SocketFileException.Kind;
import io.hcbridge.ipc.internal.transport.ClientConnection;
import io.hcbridge.ipc.internal.unix.ConnectErrors;
import io.hcbridge.ipc.internal.unix.UnixSocketPath;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the process that listens on a socket is trusted. It must run as root, as the owner of {@code .hc-socket} or, where the
 * configuration names the socket, as the user of this process, or as one configured user. This check is needed because any user can listen in
 * {@code /tmp} under the name of a service that has ended.
 *
 * <p>Users are compared by uid. In a user namespace, the overflow uid is never trusted, because it stands for all users outside.
 *
 * <p>Immutable.
 */
public final class PeerTrust {
    /** Trusts every process. For Windows, which does not identify the server of a pipe; there the pipe's access rules protect it. */
    public static final PeerTrust ANYONE = new PeerTrust(null, "", new TrustedUser("", ""), OptionalLong.empty());

    /** Read at first use. */
    private static final class Namespace {
        static final OverflowUid OVERFLOW = OverflowUid.read(Path.of("/proc"));
    }

    private static final String FILE_OWNER = ".hc-socket owner";
    private static final String PROCESS_OWNER = "this process";

    private final @Nullable SystemUser owner;
    private final String ownerTitle;
    private final TrustedUser user;
    private final OptionalLong userUid;

    private PeerTrust(@Nullable SystemUser owner, String ownerTitle, TrustedUser user, OptionalLong userUid) {
        this.owner = owner;
        this.ownerTitle = ownerTitle;
        this.user = user;
        this.userUid = userUid;
    }

    /**
     * Trusts root, the owner of {@code .hc-socket} and {@code user}.
     *
     * @param others owners of files; if one of them is {@code user}, the uid of that name becomes known
     */
    static PeerTrust of(SystemUser owner, TrustedUser user, SystemUser... others) throws IOException {
        return of(owner, FILE_OWNER, user, others);
    }

    /**
     * Trust in root, the user of this process and {@code user}, for a socket that the configuration names itself.
     *
     * @param user name or number; empty for none
     * @param setting the key that sets it, for messages
     */
    public static PeerTrust ofProcess(String user, String setting) throws IOException {
        return of(SystemUser.ofProcess(), PROCESS_OWNER, new TrustedUser(user, setting));
    }

    private static PeerTrust of(SystemUser owner, String ownerTitle, TrustedUser user, SystemUser... others)
            throws IOException {
        OptionalLong uid = user.uid(owner);
        return new PeerTrust(owner, ownerTitle, user, uid.isPresent() ? uid : user.uid(others));
    }

    /**
     * Checks the socket before the connect. May block for a moment, because it looks up user names.
     *
     * @return the trust to apply to the socket's peer; if the configured user owns the socket, the result knows this user's uid
     * @throws ConnectException if there is no socket
     * @throws SocketFileException if the path is a symbolic link, because it could lead to another service's socket
     * @throws IOException if the path is too long
     */
    public PeerTrust inspect(Path socket) throws IOException {
        if (owner == null) {
            return this;
        }
        UnixSocketPath.address(socket);
        requireNoLink(socket);
        return of(owner, ownerTitle, user, SystemUser.ownerOf(socket));
    }

    /**
     * Checks that {@code socket} is not a symbolic link. Costs one {@code lstat}.
     *
     * @throws SocketFileException if it is a symbolic link
     */
    public static void requireNoLink(Path socket) throws IOException {
        try {
            if (Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isSymbolicLink()) {
                throw new SocketFileException(Kind.UNTRUSTED, socket + " is a symbolic link");
            }
        } catch (NoSuchFileException e) {
            throw new ConnectException(ConnectErrors.missing(socket));
        }
    }

    /**
     * Checks the user of the listening process.
     *
     * @throws SocketFileException if that user is not trusted; the message names both users and the setting
     */
    public void requireTrusted(long uid) throws SocketFileException {
        if (!isTrusted(uid)) {
            throw Namespace.OVERFLOW.isAmbiguous(uid)
                    ? new SocketFileException(
                            Kind.UNTRUSTED,
                            "untrusted socket: peer uid " + uid + " stands for all users outside this user namespace")
                    : untrusted("uid " + uid);
        }
    }

    /** Checks the user of the server process, like {@link #requireTrusted(UserPrincipal, Path)}. */
    public void requireTrusted(ClientConnection connection, Path socket) throws IOException {
        Optional<UserPrincipal> peer = connection.peer();
        if (peer.isPresent()) {
            requireTrusted(peer.get(), socket);
        }
    }

    /**
     * Checks the user of the listening process. May block, because it looks up user names.
     *
     * @param peer the user from the JDK's {@code SO_PEERCRED}
     * @param socket the connected socket; its owner is usually that user, and the owner's uid is known
     * @throws SocketFileException if that user is not trusted; the message names both users and the setting
     */
    public void requireTrusted(UserPrincipal peer, Path socket) throws IOException {
        OptionalLong uid = owner == null ? OptionalLong.of(SystemUser.ROOT_UID) : uidOf(peer, owner, socket);
        if (uid.isEmpty()) {
            throw untrusted("user " + peer.getName());
        }
        requireTrusted(uid.getAsLong());
    }

    boolean isTrusted(long uid) {
        if (owner == null || uid == SystemUser.ROOT_UID) {
            return true;
        }
        boolean isKnown = uid == owner.uid() || (userUid.isPresent() && uid == userUid.getAsLong());
        return isKnown && !Namespace.OVERFLOW.isAmbiguous(uid);
    }

    private OptionalLong uidOf(UserPrincipal peer, SystemUser fileOwner, Path socket) throws IOException {
        if (peer.equals(fileOwner.principal())) {
            return OptionalLong.of(fileOwner.uid());
        }
        if (peer.equals(SystemUser.principal("0"))) {
            return OptionalLong.of(SystemUser.ROOT_UID);
        }
        if (userUid.isPresent() && peer.equals(SystemUser.principal(Long.toString(userUid.getAsLong())))) {
            return userUid;
        }
        SystemUser socketOwner = SystemUser.ownerOf(socket);
        return peer.equals(socketOwner.principal()) ? OptionalLong.of(socketOwner.uid()) : OptionalLong.empty();
    }

    private SocketFileException untrusted(String peer) {
        String known = owner == null ? "" : ", " + ownerTitle + " uid " + owner.uid();
        return new SocketFileException(Kind.UNTRUSTED, "untrusted socket: peer " + peer + known + user.advice());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import io.hcbridge.ipc.ClientConnection;
import io.hcbridge.ipc.health.SocketFileException.Kind;
import io.hcbridge.ipc.internal.OverflowUid;
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
 * Decides whose socket is believed: root's, that of the owner of {@code .hc-socket} or of this process, and that of one configured user. Anyone can
 * listen in {@code /tmp} under the name of a service that has ended.
 *
 * <p>Users are compared by uid. In a user namespace the overflow uid is never believed, since it stands for every foreign user.
 *
 * <p>Immutable.
 */
public final class PeerTrust {
    /** For Windows, where the system does not tell who serves a pipe; the access rules of the pipe guard it. */
    static final PeerTrust ANYONE = new PeerTrust(null, "", new TrustedUser("", ""), OptionalLong.empty());

    /** Read when first needed. */
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
     * Trust in root, the owner of {@code .hc-socket} and {@code user}.
     *
     * @param others owners of files who may be {@code user}, from whom the uid of a name is learned
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
     * Inspects the socket before a connection is made. May look names up, and so block for a moment.
     *
     * @return the trust to apply to its peers; the uid of a user who is configured by name is learned from the socket's owner
     * @throws ConnectException if there is no socket
     * @throws SocketFileException if there is a symbolic link, which would lead to another service's socket
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
     * Checks that {@code socket} is not a symbolic link; costs one {@code lstat}.
     *
     * @throws SocketFileException if it is one
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
     * Checks the user of the process that listens.
     *
     * @throws SocketFileException if that user is not believed; the message names both users and the setting
     */
    public void requireTrusted(long uid) throws SocketFileException {
        if (!isTrusted(uid)) {
            throw Namespace.OVERFLOW.isAmbiguous(uid)
                    ? new SocketFileException(
                            Kind.UNTRUSTED,
                            "untrusted socket: peer uid " + uid + " is any user outside this user namespace")
                    : untrusted("uid " + uid);
        }
    }

    /** Checks the user of the process at the other end of a connection, as {@link #requireTrusted(UserPrincipal, Path)} does. */
    void requireTrusted(ClientConnection connection, Path socket) throws IOException {
        Optional<UserPrincipal> peer = connection.peer();
        if (peer.isPresent()) {
            requireTrusted(peer.get(), socket);
        }
    }

    /**
     * Checks the user of the process that listens, as the JDK's {@code SO_PEERCRED} tells it. May look names up.
     *
     * @param socket the socket that was connected to; its owner is most often that user and tells the uid
     * @throws SocketFileException if that user is not believed; the message names both users and the setting
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

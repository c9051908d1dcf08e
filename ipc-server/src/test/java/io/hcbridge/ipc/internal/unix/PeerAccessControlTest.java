/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Admission of users, with this process as the peer. Other tests use processes of other users, which need root. */
final class PeerAccessControlTest {
    private static final UserPrincipalLookupService USERS =
            FileSystems.getDefault().getUserPrincipalLookupService();

    @TempDir
    private Path directory;

    @Test
    void ownerIsAdmitted() throws Exception {
        assertThat(admits("rw-rw----", Files.getOwner(directory), Set.of())).isTrue();
    }

    @Test
    void userIsComparedByUid() throws Exception {
        UserPrincipal nobody = USERS.lookupPrincipalByName("65534");
        int own = (Integer) Files.getAttribute(directory, "unix:uid");

        assertThat(admits("rw-rw-rw-", nobody, Set.of(String.valueOf(own)))).isTrue();
    }

    @Test
    void onlyRootAndTheOwnerAreAdmittedByDefault() throws Exception {
        UserPrincipal nobody = USERS.lookupPrincipalByName("65534");
        boolean root = (Integer) Files.getAttribute(directory, "unix:uid") == 0;

        assertThat(admits("rw-rw----", nobody, Set.of())).isEqualTo(root);
        assertThat(admits("rw----rw-", nobody, Set.of())).isEqualTo(root);
    }

    @Test
    void peerIsNotCheckedIfTheModeIsPrivate() throws Exception {
        assertThat(admits("rw-r--r--", USERS.lookupPrincipalByName("65534"), Set.of()))
                .isTrue();
    }

    @Test
    void usersAreAdmittedByNumberAndRefusalsAreLoggedOnceIn10Seconds() throws Exception {
        PeerAccessControl control = new PeerAccessControl(
                PosixFilePermissions.fromString("rw-rw----"), user("1001"), Set.of("1002"), USERS);
        List<String> lines = new ArrayList<>();
        Logger logger = Logger.getLogger(PeerAccessControl.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            for (String admitted : List.of("0", "1001", "1002")) {
                assertThat(control.admits(user(admitted))).isTrue();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(control.admits(user("1003"))).isFalse();
            }
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines).containsExactly("listener: refused a connection: user 1003 is not admitted (total=1)");
    }

    private static UserPrincipal user(String number) throws IOException {
        return USERS.lookupPrincipalByName(number);
    }

    private boolean admits(String mode, UserPrincipal owner, Set<String> users) throws IOException {
        PeerAccessControl admission = new PeerAccessControl(PosixFilePermissions.fromString(mode), owner, users, USERS);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("test.sock"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            try (SocketChannel client = SocketChannel.open(address);
                    SocketChannel peer = server.accept()) {
                assertThat(client.isConnected()).isTrue();
                return admission.admits(peer);
            }
        } finally {
            Files.deleteIfExists(address.getPath());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.ipc.internal.OverflowUid;
import io.hcbridge.ipc.internal.client.SocketFileException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust in socket owners. The owner of {@code .hc-socket} is uid 4711, which has no account. */
final class PeerTrustTest {
    private static final TrustedUser NOBODY_ELSE = new TrustedUser("", "targets.NAME.user");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {0, 4711})
    void rootAndTheOwnerAreTrusted(long uid) throws Exception {
        PeerTrust trust = PeerTrust.of(user(4711), NOBODY_ELSE);

        assertThatCode(() -> trust.requireTrusted(uid)).doesNotThrowAnyException();
        assertThatCode(() -> trust.requireTrusted(user(uid).principal(), directory))
                .doesNotThrowAnyException();
    }

    @Test
    void errorForAnUntrustedUserNamesBothUidsAndTheSetting() throws Exception {
        PeerTrust trust = PeerTrust.of(user(4711), NOBODY_ELSE);

        assertUntrusted(
                () -> trust.requireTrusted(4712),
                "untrusted socket: peer uid 4712, .hc-socket owner uid 4711; to trust it set targets.NAME.user");
    }

    @Test
    void uidOfAPeerIsLearnedFromTheSocketsOwner() throws Exception {
        PeerTrust trust = PeerTrust.of(user(4711), NOBODY_ELSE);
        Path socket = Files.createFile(directory.resolve("a.sock"));
        SystemUser self = SystemUser.ownerOf(socket);
        PeerTrust stranger = PeerTrust.of(user(self.uid() + 1), NOBODY_ELSE);

        // Root is always trusted. A test that runs as root needs the principal of another user.
        if (self.uid() != SystemUser.ROOT_UID) {
            assertUntrusted(
                    () -> stranger.requireTrusted(self.principal(), socket),
                    "untrusted socket: peer uid " + self.uid() + ", .hc-socket owner uid " + (self.uid() + 1)
                            + "; to trust it set targets.NAME.user");
        }
        assertUntrusted(
                () -> trust.requireTrusted(user(4712).principal(), socket),
                "untrusted socket: peer user 4712, .hc-socket owner uid 4711; to trust it set targets.NAME.user");
    }

    @Test
    void configuredUidIsTrustedWithoutAnAccount() throws Exception {
        PeerTrust trust = PeerTrust.of(user(4711), new TrustedUser("4712", "--user"));

        assertThatCode(() -> trust.requireTrusted(4712)).doesNotThrowAnyException();
        assertThatCode(() -> trust.requireTrusted(user(4712).principal(), directory))
                .doesNotThrowAnyException();
        assertUntrusted(
                () -> trust.requireTrusted(4713),
                "untrusted socket: peer uid 4713, .hc-socket owner uid 4711; to trust it set --user");
    }

    @Test
    void configuredNameIsTrustedIfThatUserOwnsTheSocket() throws Exception {
        Path socket = Files.createFile(directory.resolve("a.sock"));
        SystemUser self = SystemUser.ownerOf(socket);
        PeerTrust trust =
                PeerTrust.of(user(4711), new TrustedUser(self.principal().getName(), "--user"));

        assertThatCode(() -> trust.inspect(socket).requireTrusted(self.uid())).doesNotThrowAnyException();
        assertThatCode(() -> trust.inspect(socket).requireTrusted(self.principal(), socket))
                .doesNotThrowAnyException();
        assertUntrusted(
                () -> trust.inspect(socket).requireTrusted(4712),
                "untrusted socket: peer uid 4712, .hc-socket owner uid 4711; to trust it set --user");
    }

    @Test
    void unknownConfiguredNameIsNotAnError() throws Exception {
        Path socket = Files.createFile(directory.resolve("a.sock"));
        PeerTrust trust = PeerTrust.of(user(4711), new TrustedUser("no-such-user", "--user"));

        assertThatCode(() -> trust.inspect(socket).requireTrusted(4711)).doesNotThrowAnyException();
    }

    @Test
    void symbolicLinkIsNotTrusted() throws Exception {
        PeerTrust trust = PeerTrust.of(user(4711), NOBODY_ELSE);
        Path socket = directory.resolve("a.sock");
        Files.createSymbolicLink(socket, Files.createFile(directory.resolve("other.sock")));

        assertUntrusted(() -> trust.inspect(socket), socket + " is a symbolic link");
    }

    @Test
    void missingSocketIsReportedAsMissing() throws Exception {
        PeerTrust trust = PeerTrust.of(user(4711), NOBODY_ELSE);

        assertThatThrownBy(() -> trust.inspect(directory.resolve("a.sock")))
                .isInstanceOf(ConnectException.class)
                .hasMessage("cannot connect to " + directory.resolve("a.sock")
                        + ": it does not exist; is the service running?");
    }

    @Test
    void everyPeerIsTrustedIfTheSystemDoesNotIdentifyUsers() throws Exception {
        assertThatCode(() -> PeerTrust.ANYONE.inspect(directory).requireTrusted(4712))
                .doesNotThrowAnyException();
    }

    /** The kernel's files about the namespace: the overflow uid and the uid map of the process. */
    @ParameterizedTest
    @CsvSource({
        "65534, '         0          0 4294967295\n', 65534, false",
        "65534, '         0     100000      65536\n', 65534, true",
        "65534, '         0          0          1\n', 65534, true",
        "65534, '         0          0          1\n      1001       1001          1\n', 65534, true",
        "65534, '         0          0          1\n', 65533, false",
        "4242, '         0          0          1\n', 4242, true",
        "4242, '         0          0          1\n', 65534, false",
        "'', '', 65534, true",
        "'', '', 1000, false"
    })
    void overflowUidIsAmbiguousInAUserNamespace(String overflow, String map, long uid, boolean ambiguous)
            throws Exception {
        if (!overflow.isEmpty()) {
            Files.createDirectories(directory.resolve("sys/kernel"));
            Files.writeString(directory.resolve("sys/kernel/overflowuid"), overflow + "\n");
            Files.createDirectory(directory.resolve("self"));
            Files.writeString(directory.resolve("self/uid_map"), map);
        }

        assertThat(OverflowUid.read(directory).isAmbiguous(uid)).isEqualTo(ambiguous);
    }

    private static SystemUser user(long uid) throws IOException {
        return new SystemUser(uid, SystemUser.principal(Long.toString(uid)));
    }

    private static void assertUntrusted(ThrowingCallable check, String message) {
        assertThatExceptionOfType(SocketFileException.class)
                .isThrownBy(check)
                .withMessage(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNTRUSTED));
    }
}

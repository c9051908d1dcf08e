/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.internal.OverflowUid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The users who have a right. The accounts are those of Debian: user daemon is 1, user nobody 65534, group adm 4. */
final class AccessRuleTest {
    private static final long OWN_UID = 4711;

    @TempDir
    private Path proc;

    @ParameterizedTest
    @CsvSource({
        "0, root, 0, '', true",
        "1, daemon, 1, '', false",
        "1, daemon, 1, daemon, true",
        "1, daemon, 1, 1, true",
        "1, daemon, 4, @adm, true",
        "1, daemon, 4, @4, true",
        "1, daemon, 1, @adm, false",
        "1, daemon, 1, nobody, false",
        "1, daemon, 1, no-such-user, false",
        "1, daemon, 1, @no-such-group, false",
        // The user of the bridge, which has no account here.
        "4711, 4711, 4711, '', true",
        "4712, 4712, 4712, '', false",
        "4712, 4712, 4712, 4712, true",
        // The number is compared, not the name.
        "1, root, 1, '', false",
        "1, nobody, 1, nobody, false",
        "65534, someone, 65534, nobody, true",
    })
    void entryMatchesTheUserOrThePrimaryGroup(long uid, String user, long gid, String entry, boolean admitted)
            throws Exception {
        AccessRule rule = rule(entry.isEmpty() ? List.of() : List.of(entry));
        CommandCall call = new CommandCall(
                "set", Map.of(), new Peer(OptionalLong.of(7), OptionalLong.of(uid), List.of(gid), user));
        if (admitted) {
            rule.check(call.peer());
            assertThat(rule.guard(c -> "done").handle(call)).isEqualTo("done");
        } else {
            assertThatExceptionOfType(CommandException.class)
                    .isThrownBy(() -> rule.guard(c -> "done").handle(call))
                    .withMessage("permission denied: user " + user + " is not in admin.operators");
            assertThatExceptionOfType(CommandException.class).isThrownBy(() -> rule.check(call.peer()));
        }
    }

    @ParameterizedTest
    @CsvSource({"daemon, true", "root, true", "4711, true", "nobody, false", "no-such-user, false"})
    void nameIsComparedIfTheNumberIsUnknown(String user, boolean admitted) throws Exception {
        Peer peer = new Peer(OptionalLong.empty(), OptionalLong.empty(), List.of(), user);
        AccessRule rule = rule(List.of("daemon", "@adm"));
        if (admitted) {
            rule.check(peer);
        } else {
            assertThatExceptionOfType(CommandException.class).isThrownBy(() -> rule.check(peer));
        }
    }

    @Test
    void onlyThePrimaryGroupIsCompared() {
        Peer peer = new Peer(OptionalLong.of(7), OptionalLong.of(1), List.of(1L, 4L), "daemon");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> rule(List.of("@adm")).check(peer));
    }

    /**
     * Also holds for the user of the bridge: a bridge that runs as this uid cannot distinguish its user from users outside the namespace.
     */
    @ParameterizedTest
    @ValueSource(strings = {"nobody", "65534"})
    void overflowUidOfAUserNamespaceMatchesNoUser(String entry) throws Exception {
        AccessRule rule = new AccessRule("admin.operators", List.of(entry), 65534, overflow("0 100000 65536"));
        Peer peer = new Peer(OptionalLong.of(7), OptionalLong.of(65534), List.of(65534L), "nobody");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> rule.check(peer))
                .withMessage("permission denied: uid 65534 stands for every user outside this user namespace");
        rule.check(new Peer(OptionalLong.of(7), OptionalLong.of(0), List.of(0L), "root"));
    }

    private AccessRule rule(List<String> entries) throws IOException {
        return new AccessRule("admin.operators", entries, OWN_UID, overflow("0 0 4294967295"));
    }

    private OverflowUid overflow(String uidMap) throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel"));
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("sys/kernel/overflowuid"), "65534\n");
        Files.writeString(proc.resolve("self/uid_map"), uidMap + "\n");
        return OverflowUid.read(proc);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hcbridge.ipc.command.CommandCall;
import io.hcbridge.ipc.command.CommandException;
import io.hcbridge.ipc.command.Peer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use a command. The users are Debian's: daemon is 1, nobody 65534, group adm 4. */
final class AccessRuleTest {
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
    })
    void byUserOrPrimaryGroup(long uid, String user, long gid, String entry, boolean admitted) throws Exception {
        AccessRule rights = new AccessRule("operator", entry.isEmpty() ? List.of() : List.of(entry));
        CommandCall call = new CommandCall(
                "set", Map.of(), new Peer(OptionalLong.of(7), OptionalLong.of(uid), List.of(gid), user));
        if (admitted) {
            assertThat(rights.guard(c -> "done").handle(call)).isEqualTo("done");
        } else {
            assertThatExceptionOfType(CommandException.class)
                    .isThrownBy(() -> rights.guard(c -> "done").handle(call))
                    .withMessage("'set' needs the operator's right, which user daemon has not; it is given by"
                            + " admin.operators");
        }
    }

    @Test
    void otherGroupsThanThePrimaryOneDoNotCount() {
        Peer peer = new Peer(OptionalLong.of(7), OptionalLong.of(1), List.of(1L, 4L), "daemon");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> new AccessRule("reader", List.of("@adm"))
                        .guard(c -> "done")
                        .handle(new CommandCall("list", Map.of(), peer)));
    }
}

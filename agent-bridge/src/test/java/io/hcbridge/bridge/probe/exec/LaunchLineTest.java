/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchLineTest {
    private static final List<String> COMMAND = List.of("/opt/check", "--fast", "$(reboot)");

    @Test
    void rootGivesUpItsUserItsGroupsAndAllCapabilities() {
        assertThat(LaunchLine.of("legacy", COMMAND, Optional.of(new Account(65534, 65533))))
                .containsExactly(
                        "/bin/sh",
                        "-c",
                        "umask 077 && exec \"$@\"",
                        "hcbridge",
                        "/usr/bin/env",
                        "-i",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "HCBRIDGE_TARGET=legacy",
                        "/usr/bin/setsid",
                        "/usr/bin/setpriv",
                        "--reuid",
                        "65534",
                        "--regid",
                        "65533",
                        "--init-groups",
                        "--bounding-set=-all",
                        "--no-new-privs",
                        "--ambient-caps=-all",
                        "--inh-caps=-all",
                        "--pdeathsig",
                        "KILL",
                        "--",
                        "/opt/check",
                        "--fast",
                        "$(reboot)");
    }

    @Test
    void anotherUserKeepsItsUserAndGivesUpTheRest() {
        assertThat(LaunchLine.of("legacy", COMMAND, Optional.empty()))
                .doesNotContain("--reuid", "--regid", "--init-groups", "--bounding-set=-all")
                .contains("--no-new-privs", "--ambient-caps=-all", "--inh-caps=-all")
                .endsWith("--", "/opt/check", "--fast", "$(reboot)");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostChecksTest {
    private static final FileStatus FINE = new FileStatus(FileStatus.Type.FILE, 0, 0755, Path.of(""));
    private static final FileTrust ROOT = new FileTrust(0, path -> FINE);
    private static final FileTrust OTHER = new FileTrust(500, path -> FINE);

    private static List<String> problems(FileTrust trust, String user) {
        Optional<String> configured = user.isEmpty() ? Optional.empty() : Optional.of(user);
        return new HostChecks(new ExecProbeConfig(List.of("/bin/true"), configured, false)).problems(trust, List.of());
    }

    @Test
    void aBridgeOfRootNeedsAUserAndAnyOtherRefusesOne() {
        assertThat(problems(ROOT, ""))
                .containsExactly("exec.user: missing; a bridge that runs as root must run the program as another user");
        assertThat(problems(ROOT, "nobody")).isEmpty();
        assertThat(problems(OTHER, "")).isEmpty();
        assertThat(problems(OTHER, "nobody"))
                .containsExactly(
                        "exec.user: 'nobody' must not be set; only a bridge that runs as root can run a program as another user");
    }

    @Test
    void theUserNeedsAnAccount() {
        assertThat(problems(ROOT, "no-such-user"))
                .containsExactly("exec.user: user no-such-user has no account on this host");
        assertThat(problems(ROOT, "64998")).containsExactly("exec.user: user 64998 has no account on this host");
        assertThat(problems(ROOT, "65534")).isEmpty();
    }

    @Test
    void rootIsRefusedByNameAndByNumber() {
        for (String user : List.of("root", "0", "+0", "00")) {
            assertThat(problems(ROOT, user))
                    .containsExactly("exec.user: '" + user + "' is root (uid 0); name a user without root's rights");
        }
    }

    @Test
    void aProgramAndAConfigurationFileThatOthersMayChangeAreListed() {
        FileStatus loose = new FileStatus(FileStatus.Type.FILE, 0, 0777, Path.of(""));
        FileTrust trust = new FileTrust(500, path -> path.endsWith("passwd") ? loose : FINE);
        assertThat(new HostChecks(new ExecProbeConfig(List.of("/etc/passwd"), Optional.empty(), false))
                        .problems(trust, List.of(Path.of("/etc/passwd"))))
                .containsExactly(
                        "exec.command: /etc/passwd must not be writable by a group or by others (mode 0777)",
                        "exec: other users could change the configuration file: /etc/passwd must not be writable by a"
                                + " group or by others (mode 0777)");
    }
}

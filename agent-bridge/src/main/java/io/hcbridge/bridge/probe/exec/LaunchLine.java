/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line that runs a program in a session and a process group of its own, without rights.
 *
 * <p>No program but a shell sets a umask and then becomes another program. So a shell comes first, with a constant script: it passes the
 * arguments on untouched ({@code "$@"}), and is gone when the program starts. It never reads what the operator configured.
 *
 * <p>{@code setsid} becomes {@code setpriv}, which becomes the program, so the pid of the JVM's child is that of the program and of its
 * group.
 */
final class LaunchLine {
    static final String SHELL = "/bin/sh";

    private static final String SCRIPT = "umask 077 && exec \"$@\"";
    private static final String NEW_SESSION = "/usr/bin/setsid";
    private static final List<String> SESSION = List.of(SHELL, "-c", SCRIPT, "hcbridge", NEW_SESSION);
    private static final String SET_PRIVILEGES = "/usr/bin/setpriv";
    /** Ambient and inheritable capabilities of a bridge that is not root go, too. With the bridge ends what it started. */
    private static final List<String> NO_RIGHTS =
            List.of("--no-new-privs", "--ambient-caps=-all", "--inh-caps=-all", "--pdeathsig", "KILL");

    /** The programs that must be there. */
    static final List<String> PROGRAMS = List.of(SHELL, NEW_SESSION, SET_PRIVILEGES, Account.ID);

    private LaunchLine() {}

    /** @param account who runs it; empty for the bridge's own user, who must not be root */
    static List<String> of(List<String> command, Optional<Account> account) {
        List<String> line = new ArrayList<>(SESSION);
        line.add(SET_PRIVILEGES);
        account.ifPresent(user -> line.addAll(List.of(
                "--reuid",
                Long.toString(user.uid()),
                "--regid",
                Long.toString(user.gid()),
                "--init-groups",
                "--bounding-set=-all")));
        line.addAll(NO_RIGHTS);
        line.add("--");
        line.addAll(command);
        return List.copyOf(line);
    }
}

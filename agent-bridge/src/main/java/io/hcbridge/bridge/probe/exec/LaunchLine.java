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
 * <p>The shell becomes {@code env}, which drops the variables that some shells add, this becomes {@code setsid}, this {@code setpriv}, and this
 * the program. So the pid of the JVM's child is that of the program and of its group.
 */
final class LaunchLine {
    static final String SHELL = "/bin/sh";

    private static final String SCRIPT = "umask 077 && exec \"$@\"";
    private static final String NAME_OF_SCRIPT = "hcbridge";
    private static final String SET_ENVIRONMENT = "/usr/bin/env";
    private static final String NEW_SESSION = "/usr/bin/setsid";
    private static final String SET_PRIVILEGES = "/usr/bin/setpriv";
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String TARGET = "HCBRIDGE_TARGET=";
    /** Ambient and inheritable capabilities of a bridge that is not root go, too. With the bridge ends what it started. */
    private static final List<String> NO_RIGHTS =
            List.of("--no-new-privs", "--ambient-caps=-all", "--inh-caps=-all", "--pdeathsig", "KILL");

    /** The programs that must be there. */
    static final List<String> PROGRAMS = List.of(SHELL, SET_ENVIRONMENT, NEW_SESSION, SET_PRIVILEGES, Account.ID);

    private LaunchLine() {}

    /** @param account who runs it; empty for the bridge's own user, who must not be root */
    static List<String> of(String target, List<String> command, Optional<Account> account) {
        List<String> line = new ArrayList<>(List.of(SHELL, "-c", SCRIPT, NAME_OF_SCRIPT));
        line.addAll(List.of(SET_ENVIRONMENT, "-i", PATH, TARGET + target, NEW_SESSION, SET_PRIVILEGES));
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

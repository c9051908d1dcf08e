/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line that starts a program in its own session and process group, without privileges.
 *
 * <p>Only a shell can set a umask and then become another program. The first program is therefore a shell with a constant script. The
 * script passes the arguments unchanged ({@code "$@"}), and the program replaces the shell. The shell never interprets text of the
 * configuration.
 *
 * <p>The shell becomes {@code env}, which removes the variables that some shells add. {@code env} becomes {@code setsid}, then {@code
 * setpriv}, then the program. The child of the JVM therefore has the pid of the program and of its process group.
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
    /**
     * Removes ambient and inheritable capabilities, which a bridge that is not root may have. The kernel kills the program when the bridge
     * ends.
     */
    private static final List<String> NO_RIGHTS =
            List.of("--no-new-privs", "--ambient-caps=-all", "--inh-caps=-all", "--pdeathsig", "KILL");

    /** The programs that must be installed. */
    static final List<String> PROGRAMS = List.of(SHELL, SET_ENVIRONMENT, NEW_SESSION, SET_PRIVILEGES, Account.ID);

    private LaunchLine() {}

    /** @param account the user who runs the program; empty for the user of the bridge, who must not be root */
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

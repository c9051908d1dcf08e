/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds reasons why a program cannot run on this host. */
final class HostChecks {
    private final ExecProbeConfig config;

    HostChecks(ExecProbeConfig config) {
        this.config = config;
    }

    /** @param configurationFiles files of the configuration; a user who can write to them could run any program */
    List<String> problems(List<Path> configurationFiles) {
        if (!Epoll.isAvailable()) {
            return List.of("exec: needs Linux on x86-64 or arm64, with the GNU C library");
        }
        List<String> missing = LaunchLine.PROGRAMS.stream()
                .filter(program -> !Files.isExecutable(Path.of(program)))
                .toList();
        if (!missing.isEmpty()) {
            return List.of("exec: cannot run " + String.join(" and ", missing) + "; install util-linux and coreutils");
        }
        try {
            return problems(FileTrust.ofSystem(), configurationFiles);
        } catch (UncheckedIOException e) {
            return List.of("exec: " + e.getMessage());
        }
    }

    List<String> problems(FileTrust trust, List<Path> configurationFiles) {
        List<String> problems = new ArrayList<>();
        checkUser(trust.isRoot(), problems);
        trust.problemOfProgram(config.program()).ifPresent(why -> problems.add("exec.command: " + why));
        configurationFiles.forEach(file -> trust.problemOfConfiguration(file)
                .ifPresent(why -> problems.add("exec: other users could change the configuration file: " + why)));
        return problems;
    }

    private void checkUser(boolean isRoot, List<String> problems) {
        if (isRoot && config.user().isEmpty()) {
            problems.add("exec.user: missing; a bridge that runs as root must run the program as another user");
        } else if (!isRoot && config.user().isPresent()) {
            problems.add("exec.user: '" + config.user().orElseThrow()
                    + "' must not be set; only a bridge that runs as root can run a program as another user");
        } else if (isRoot) {
            checkAccount(config.user().orElseThrow(), problems);
        }
    }

    private static void checkAccount(String user, List<String> problems) {
        try {
            if (Account.lookUp(user).uid() == 0) {
                problems.add("exec.user: '" + user + "' is root (uid 0); name a user without root's rights");
            }
        } catch (IOException e) {
            problems.add("exec.user: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.add("exec.user: interrupted");
        }
    }
}

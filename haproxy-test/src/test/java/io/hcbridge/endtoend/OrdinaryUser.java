/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code hcbridge} as a user who is not root and has no account, from a copy that every user may read. Needs root, because only
 * root can start processes of other users.
 *
 * @param home the directory of the copy
 */
record OrdinaryUser(Path home, int uid, int gid) {
    /** Copies the distribution to {@code directory}. Every user may read that directory then. */
    static OrdinaryUser in(Path directory, int uid, int gid) throws IOException {
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root can become another user");
        Path home = Files.createDirectories(directory.resolve("hcbridge-copy"));
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.copy(Homes.hcbridge().resolve("hcbridge"), home.resolve("hcbridge"));
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(Homes.hcbridge().resolve("agent-bridge/target/hcbridge/lib"), "*.jar")) {
            for (Path jar : jars) {
                Files.setPosixFilePermissions(
                        Files.copy(jar, lib.resolve(jar.getFileName())), PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
        for (Path open : List.of(directory, home, lib, home.resolve("hcbridge"))) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new OrdinaryUser(home, uid, gid);
    }

    OrdinaryUser other(int otherUid, int otherGid) {
        return new OrdinaryUser(home, otherUid, otherGid);
    }

    /** Returns the command that runs {@code hcbridge} with these arguments as this user. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + uid,
                "--regid=" + gid,
                "--clear-groups",
                "--inh-caps=-all",
                home.resolve("hcbridge").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    Script run(String... arguments) throws IOException, InterruptedException {
        return Script.run(command(arguments), "");
    }

    /** Creates a directory that this user owns. */
    Path directory(Path path) throws IOException {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        own(path);
        return path;
    }

    private void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", uid);
        Files.setAttribute(path, "unix:gid", gid);
    }
}

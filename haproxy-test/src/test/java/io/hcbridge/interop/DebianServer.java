/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A server of Debian's, which is run for the tests alone, with files of their own. */
enum DebianServer {
    NGINX("nginx", "-v"),
    REDIS("redis-server", "--version");

    private final String command;
    private final String versionOption;

    DebianServer(String command, String versionOption) {
        this.command = command;
        this.versionOption = versionOption;
    }

    /** Why it cannot be had here; empty if it can. */
    String obstacle() {
        return find().isPresent() ? "" : "there is no " + command + " on the PATH or in /usr/sbin";
    }

    /** Such as {@code nginx 1.22.1}. */
    String version() throws IOException {
        Process process = new ProcessBuilder(path().toString(), versionOption)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return command + " " + text.strip().replaceFirst("(?s)^.*?(\\d+(\\.\\d+)+).*$", "$1");
    }

    Path path() {
        return find().orElseThrow();
    }

    private Optional<Path> find() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Its command line. */
    List<String> command(String... arguments) {
        return Stream.concat(Stream.of(path().toString()), Stream.of(arguments)).toList();
    }
}

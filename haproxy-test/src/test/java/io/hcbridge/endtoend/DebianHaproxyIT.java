/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The script that fetches the HAProxy of a Debian release, with an apt-get of its own that has one mirror and no packages. */
@Timeout(60)
@EnabledIf(value = "isDebian", disabledReason = "no Debian keys on this machine")
class DebianHaproxyIT {
    private static final Path KEYS = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

    @TempDir
    private Path directory;

    private Path haproxies;

    static boolean isDebian() {
        return Files.exists(KEYS);
    }

    @BeforeEach
    void makeAnEmptyMirror() throws IOException {
        haproxies = directory.resolve("cache/hcbridge/haproxy");
        program(directory.resolve("bin/apt-get"), """
                case $1 in
                  indextargets) echo "http://mirror.invalid/debian/ main" ;;
                  *) echo "E: the release is not there"; exit 100 ;;
                esac
                """);
    }

    @Test
    void haproxyThatWasFetchedIsNotFetchedAgain() throws Exception {
        program(haproxies.resolve("trixie/haproxy"), "exit 0\n");

        assertThat(fetch("trixie")).isEqualTo(new Script(0, haproxies + "/trixie\n", ""));
    }

    @Test
    void releaseThatNoMirrorHasIsAnError() throws Exception {
        Script run = fetch("slink");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr()).isEqualTo("""
                        hcbridge: fetching HAProxy of Debian slink
                        http://mirror.invalid/debian/
                        E: the release is not there
                        hcbridge: HAProxy of Debian slink: no mirror in the machine's apt sources has it (see above)
                        """);
        assertThat(haproxies).doesNotExist();
    }

    @Test
    void brokenHaproxyIsFetchedAgain() throws Exception {
        program(haproxies.resolve("trixie/haproxy"), "exit 127\n");

        assertThat(fetch("trixie").stderr()).startsWith("hcbridge: fetching HAProxy of Debian trixie\n");
    }

    private Script fetch(String release) throws Exception {
        return Script.run(
                List.of(
                        "env",
                        "XDG_CACHE_HOME=" + directory.resolve("cache"),
                        "PATH=" + directory.resolve("bin") + ":" + System.getenv("PATH"),
                        Homes.hcbridge()
                                .resolve("haproxy-test/interop/debian-haproxy")
                                .toString(),
                        release),
                "");
    }

    private static void program(Path path, String body) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

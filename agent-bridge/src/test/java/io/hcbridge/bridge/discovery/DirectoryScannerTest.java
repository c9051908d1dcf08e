/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.hcbridge.bridge.config.DirectoryPattern;
import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DirectoryScannerTest {
    @TempDir
    private Path temp;

    private Path parent;

    @BeforeEach
    void create() throws IOException {
        parent = Files.createDirectory(temp.resolve("srv"));
    }

    @Test
    void directoryWithASocketFileIsAService() throws IOException {
        service("orders");

        DiscoveredService found = scanner().find("orders").orElseThrow();

        assertThat(found.directory()).isEqualTo(parent.resolve("orders"));
        assertThat(found.target().name()).isEqualTo("orders");
        assertThat(found.target().timeout()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void entriesThatCannotBeTargetsAreLeftOut() throws IOException {
        for (String name :
                List.of("orders", "a.b_c-9", ".hidden", "-x", "with blank", "x".repeat(64), "y".repeat(65))) {
            Files.createDirectory(parent.resolve(name));
        }

        assertThat(scanner().entries()).containsExactly("a.b_c-9", "orders", "x".repeat(64));
    }

    @Test
    void onlyTheEntriesOfThePatternCount() throws IOException {
        for (String name : List.of("app-web", "app-", "web", "app-db-old")) {
            Files.createDirectory(parent.resolve(name));
        }
        DirectoryScanner scanner = scanner(new DirectoryPattern(parent, "app-", ""), OwnUser.uid());

        assertThat(scanner.entries()).containsExactly("app-db-old", "app-web");
        service("app-web");
        assertThat(scanner.find("app-web").orElseThrow().target().name()).isEqualTo("web");
    }

    @Test
    void withoutASocketFileThereIsNoService() throws IOException {
        Files.createDirectory(parent.resolve("empty"));
        Files.createFile(parent.resolve("file"));

        assertThat(scanner().find("empty")).isEmpty();
        assertThat(scanner().find("file")).isEmpty();
        assertThat(scanner().find("absent")).isEmpty();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path orders = service("orders");
        Files.createSymbolicLink(parent.resolve("link"), orders);
        Files.createSymbolicLink(
                Files.createDirectory(parent.resolve("other")).resolve(".hc-socket"), orders.resolve(".hc-socket"));

        assertThat(scanner().find("link")).isEmpty();
        assertThat(scanner().find("other")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rw-rw-rw-", "rw----rw-"})
    void socketFileThatEveryoneMayWriteIsNoService(String mode) throws IOException {
        Path file = service("orders").resolve(".hc-socket");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThat(scanner().find("orders")).isEmpty();
    }

    @Test
    void socketFileThatIsADirectoryIsNoService() throws IOException {
        Files.createDirectories(parent.resolve("orders").resolve(".hc-socket"));

        assertThat(scanner().find("orders")).isEmpty();
    }

    @Test
    void parentMustBelongToRootOrTheBridgesUser() throws IOException {
        long own = OwnUser.uid();
        if (own == 0) {
            assertThat(scanner(pattern(), 1).entries()).isEmpty();
        } else {
            assertFails(
                    scanner(pattern(), own + 1),
                    parent + " must belong to root or uid " + (own + 1) + ", not to uid " + own);
        }
    }

    @Test
    void parentMustNotBeWritableByOthers() throws IOException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertFails(scanner(), parent + " must not be writable by others (mode 0757)");
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThat(scanner().entries()).isEmpty();
    }

    @Test
    void parentMustBeADirectoryAndNoLink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), parent);
        assertFails(scanner(new DirectoryPattern(link, "", ""), OwnUser.uid()), link + " must not be a symbolic link");
        Path file = Files.createFile(temp.resolve("file"));
        assertFails(scanner(new DirectoryPattern(file, "", ""), OwnUser.uid()), file + " must be a directory");
        Path absent = temp.resolve("absent");
        assertFails(scanner(new DirectoryPattern(absent, "", ""), OwnUser.uid()), absent + " does not exist");
    }

    private static void assertFails(DirectoryScanner scanner, String message) {
        assertThatIOException().isThrownBy(scanner::entries).withMessage(message);
    }

    private Path service(String name) throws IOException {
        Path directory = parent.resolve(name);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(".hc-socket"), "abcdefghijklmnop");
        return directory;
    }

    private DirectoryPattern pattern() {
        return new DirectoryPattern(parent, "", "");
    }

    private DirectoryScanner scanner() throws IOException {
        return scanner(pattern(), OwnUser.uid());
    }

    private static DirectoryScanner scanner(DirectoryPattern pattern, long ownUid) {
        return new DirectoryScanner(DiscoveryRules.matching(pattern, Duration.ofMinutes(5)), ownUid);
    }
}

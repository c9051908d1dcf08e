/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.bridge.override.OperatorOverride;
import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.Overrides;
import io.hcbridge.bridge.override.SavedState;
import io.hcbridge.bridge.override.StateChange;
import io.hcbridge.bridge.override.StateChange.OfOverrides;
import io.hcbridge.bridge.override.StateStore;
import io.hcbridge.bridge.override.StateStoreContract;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the store in a file, including disk errors. */
final class FileStateStoreTest extends StateStoreContract {
    private static final Duration RETRY = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    /** A directory of its own, because the store of the contract writes its file while the tests look at theirs. */
    @TempDir
    private Path contractDirectory;

    @Override
    protected StateStore open() throws IOException {
        return FileStateStore.open(contractDirectory.resolve("state.json"));
    }

    @Test
    void fileIsReplacedAtomicallyAndNoTemporaryFileRemains() throws Exception {
        Path file = directory.resolve("state.json");
        try (Closing store = new Closing(file)) {
            await(store.save(drain("orders")));
            assertThat(StateFormat.read(Files.readString(file)).state()).isEqualTo(saved("orders"));
        }
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void symbolicLinkStaysAndItsTargetIsReplaced() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path link = Files.createSymbolicLink(directory.resolve("state.json"), Path.of("data", "real.json"));
        for (int i = 0; i < 2; i++) {
            try (Closing store = new Closing(link)) {
                await(store.save(drain("orders")));
            }
            assertThat(link).isSymbolicLink();
        }
        assertThat(StateFormat.read(Files.readString(data.resolve("real.json"))).state())
                .isEqualTo(saved("orders"));
        assertThat(directory).isDirectoryNotContaining("glob:**state.json.*");
    }

    @Test
    void linksToOneFileShareItsLock() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), directory.resolve("state.json"));
        try (Closing store = new Closing(directory.resolve("state.json"))) {
            assertThat(store.store.load()).isNotNull();
            assertThatIOException()
                    .isThrownBy(() -> FileStateStore.open(link))
                    .withMessageContaining("another bridge in this process uses it");
        }
    }

    @Test
    void errorForALoopOfLinksNamesTheLink() throws Exception {
        Path link = directory.resolve("state.json");
        Files.createSymbolicLink(link, link);
        assertThatIOException()
                .isThrownBy(() -> FileStateStore.open(link))
                .withMessage("state file " + link + ": cannot be read: more than 40 symbolic links lead to it");
    }

    @Test
    void linkOfAnotherUserInAWorldWritableDirectoryIsNotFollowed() throws Exception {
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root can make another user's link");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(directory.resolve("state.json"), directory.resolve("precious"));
        Files.setAttribute(link, "unix:uid", 4712, LinkOption.NOFOLLOW_LINKS);
        assertThatIOException()
                .isThrownBy(() -> FileStateStore.open(link))
                .withMessageContaining("the symbolic link " + link + " of user ")
                .withMessageEndingWith(" is not followed, because every user can write to its directory");
    }

    @Test
    void fileOfALaterReleaseStaysAndTheStartFails() throws Exception {
        Path file = Files.writeString(directory.resolve("state.json"), "{\"version\":3,\"overrides\":[]}");
        assertThatIOException()
                .isThrownBy(() -> FileStateStore.open(file))
                .withMessage(
                        "state file " + file + ": cannot be read: it has version 3, and this release reads versions"
                                + " up to 2; run the release that wrote it, or move the file away and lose its overrides");
        assertThat(file).hasContent("{\"version\":3,\"overrides\":[]}");
        assertThat(directory).isDirectoryNotContaining("glob:**unreadable*");
    }

    @Test
    void fileIsWrittenAtTheStart() throws Exception {
        Path file = directory.resolve("state.json");
        try (Closing store = new Closing(file)) {
            eventually(() -> store.store.health().isOk());
            assertThat(file).exists();
        }
    }

    @Test
    void directoryWithoutWritePermissionIsReportedFromTheStart() throws Exception {
        try (Closing store = new Closing(directory.resolve("gone/state.json"))) {
            assertThat(store.store.load()).isEqualTo(SavedState.EMPTY);
            assertThat(store.store.health().isOk()).isFalse();
            eventually(() -> store.problem().contains("gone/state.json: cannot be written: no such file or directory"));
            assertThat(store.store.health().isOk()).isFalse();
        }
    }

    @Test
    void changeThatCannotBeWrittenIsReportedAndRetried() throws Exception {
        Path file = directory.resolve("gone/state.json");
        try (Closing store = new Closing(file)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> await(store.save(drain("orders"))))
                    .withMessageContaining("state.json: cannot be written: no such file or directory");
            Files.createDirectory(file.resolveSibling(""));
            eventually(() -> store.store.health().isOk());
            assertThat(StateFormat.read(Files.readString(file)).state()).isEqualTo(saved("orders"));
        }
    }

    @Test
    void fileIsWrittenAfterADirectoryAtItsPathIsRemoved() throws Exception {
        Path file = directory.resolve("state.json");
        try (Closing store = new Closing(file)) {
            eventually(() -> store.store.health().isOk());
            Files.delete(file);
            Files.createDirectories(file.resolve("full"));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> await(store.save(drain("orders"))))
                    .withMessageContaining("cannot be written");
            assertThat(directory).isDirectoryNotContaining("glob:**.new");
            Files.delete(file.resolve("full"));
            Files.delete(file);
            eventually(() -> store.store.health().isOk());
            assertThat(StateFormat.read(Files.readString(file)).state()).isEqualTo(saved("orders"));
        }
    }

    @Test
    void closeSavesChangesOfAFailedWrite() throws Exception {
        Path file = directory.resolve("gone/state.json");
        try (Closing store = new Closing(file, Duration.ofHours(1))) {
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> await(store.save(drain("orders"))));
            Files.createDirectory(file.resolveSibling(""));
        }
        assertThat(StateFormat.read(Files.readString(file)).state()).isEqualTo(saved("orders"));
    }

    @Test
    void closedStoreSavesNoChanges() throws Exception {
        Closing store = new Closing(directory.resolve("state.json"));
        store.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> await(store.save(drain("orders"))))
                .withMessageContaining("is stopping");
    }

    @Test
    void startFailsIfTheFileCannotBeReadAndTheFileIsUnchanged() throws Exception {
        Path file = Files.createDirectory(directory.resolve("state.json"));
        assertThatIOException()
                .isThrownBy(() -> FileStateStore.open(file))
                .withMessage("state file " + file + ": cannot be read: Is a directory");
        assertThat(file).isDirectory();
        Files.delete(file);
        new Closing(file).close();
    }

    @Test
    void secondStoreOnTheSameFileIsRejected() throws Exception {
        Path file = directory.resolve("state.json");
        try (Closing first = new Closing(file)) {
            await(first.save(drain("orders")));
            assertThatIOException()
                    .isThrownBy(() -> FileStateStore.open(file))
                    .withMessage("state file " + file
                            + ": another bridge in this process uses it; set another state-file for each bridge");
            // Also through another path of the same directory.
            Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
            assertThatIOException().isThrownBy(() -> FileStateStore.open(link.resolve("state.json")));
            await(first.save(drain("billing")));
        }
        try (Closing next = new Closing(file)) {
            assertThat(next.store.load().overrides()).containsOnlyKeys("orders", "billing");
        }
    }

    @Test
    void lossStaysAcrossRestartsAndWritesUntilItIsAcknowledged() throws Exception {
        Path file = Files.writeString(directory.resolve("state.json"), "{\"version\":2,\"overrides\":7}");
        try (Closing store = new Closing(file)) {
            await(store.save(drain("orders")));
            assertThat(store.loss())
                    .contains("did not parse (overrides: '7' must be an object)")
                    .contains("set aside as " + file + ".unreadable.1")
                    .contains("ack-state-loss");
            assertThat(store.store.health().isOk()).isFalse();
        }
        try (Closing store = new Closing(file)) {
            eventually(() -> store.store.health().problem().isEmpty());
            assertThat(store.loss()).contains("did not parse");
            await(store.store.acknowledgeLoss());
            assertThat(store.store.health().isOk()).isTrue();
        }
        try (Closing store = new Closing(file)) {
            assertThat(store.loss()).isEmpty();
            assertThat(store.store.load()).isEqualTo(saved("orders"));
        }
    }

    private static List<StateChange> drain(String target) {
        return List.of(new OfOverrides(target, overrides()));
    }

    private static SavedState saved(String target) {
        return new SavedState(Map.of(target, overrides()), Map.of(), Map.of(), Map.of());
    }

    private static Overrides overrides() {
        return new Overrides(
                Optional.of(new OperatorOverride<>(
                        State.DRAIN, Reason.NONE, "ann", Instant.parse("2026-01-02T03:04:05Z"), Optional.empty())),
                Optional.empty());
    }

    private static void eventually(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("not within " + LIMIT);
            }
            Thread.onSpinWait();
        }
    }

    private record Closing(FileStateStore store) implements AutoCloseable {
        Closing(Path file) throws IOException {
            this(file, RETRY);
        }

        Closing(Path file, Duration retryAfter) throws IOException {
            this(FileStateStore.open(file, retryAfter));
        }

        CompletionStage<Void> save(List<StateChange> changes) {
            return store.save(changes);
        }

        String problem() {
            return store.health().problem().orElse("");
        }

        String loss() {
            return store.health().loss().orElse("");
        }

        @Override
        public void close() {
            store.close(LIMIT);
        }
    }
}

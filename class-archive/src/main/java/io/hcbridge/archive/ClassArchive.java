/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The class archive of a jar. A new archive replaces the old one only after a JVM has accepted it.
 *
 * @param jar the jar; the archive has its classes and those of its manifest's class path
 * @param file the archive
 */
record ClassArchive(Path jar, Path file) {
    /** The JVM's log line for a class that every command loads, if the class comes from the archive. */
    private static final String LOADED_FROM_ARCHIVE = "io.hcbridge.bridge.cli.Main source: shared objects file";

    void replace(ClassList classes) throws IOException, InterruptedException {
        Path list = Files.createTempFile("hcbridge", ".classes");
        Path made = temporary();
        try {
            Files.write(list, classes.lines());
            dump(list, made);
            verify(made);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(list);
        }
    }

    /** Creates a temporary file in the directory of the archive. There, a rename is atomic. */
    private Path temporary() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        try {
            return Files.createTempFile(directory, "hcbridge", ".jsa");
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "cannot write to " + directory + ": permission denied; run this command as the directory's owner",
                    e);
        }
    }

    private void dump(Path list, Path made) throws IOException, InterruptedException {
        JavaProcess.run(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + made,
                "-Xlog:disable",
                "-cp",
                jar.toString());
    }

    private void verify(Path made) throws IOException, InterruptedException {
        String output = JavaProcess.run(
                "-Xshare:auto",
                "-XX:SharedArchiveFile=" + made,
                "-Xlog:class+load:stdout",
                "-jar",
                jar.toString(),
                "--version");
        if (!output.contains(LOADED_FROM_ARCHIVE)) {
            throw new IOException("the JVM does not accept the new archive; " + file + " is unchanged");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.archive;

import java.io.IOException;
import java.nio.file.Path;

/** {@code hcbridge archive}: creates the class archive of a distribution, for the JVM that runs this command. */
public final class ArchiveCommand {
    private ArchiveCommand() {}

    /**
     * Runs the command. The exit code is 1 if the archive cannot be created, and 2 for wrong usage.
     *
     * @param arguments the distribution's {@code lib} directory
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: hcbridge archive");
            System.exit(2);
        }
        try {
            make(Path.of(arguments[0]).toAbsolutePath());
        } catch (IOException e) {
            System.err.println("hcbridge archive: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void make(Path lib) throws IOException, InterruptedException {
        Path jar = lib.resolve("hcbridge.jar");
        new ClassArchive(jar, lib.resolve("hcbridge.jsa")).replace(CdsTraining.run(jar));
    }
}

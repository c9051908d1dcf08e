/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The result of one run of the script {@code hcbridge} or of another program.
 *
 * @param exit exit code
 */
record Script(int exit, String stdout, String stderr) {
    private static final int LIMIT_SECONDS = 120;

    /** Runs {@code hcbridge} with these arguments to its end. */
    static Script hcbridge(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, Homes.hcbridge().resolve("hcbridge").toString());
        return run(command, "");
    }

    /** Runs any program to its end, with this text on standard input. */
    static Script run(List<String> command, String stdin) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("script");
        Path in = Files.writeString(directory.resolve("in"), stdin);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end within " + LIMIT_SECONDS + " s");
            }
            return new Script(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            for (Path file : List.of(in, out, err, directory)) {
                Files.deleteIfExists(file);
            }
        }
    }
}

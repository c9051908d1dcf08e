/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** The directories of the built project. */
final class Homes {
    private Homes() {}

    /** The directory of the script {@code hcbridge}. Maven runs the tests in the module's directory, so it is the parent. */
    static Path hcbridge() {
        Path home = Path.of("").toAbsolutePath().getParent();
        if (home == null || !Files.isExecutable(home.resolve("hcbridge"))) {
            throw new IllegalStateException("run the tests from the module's folder: no script hcbridge in " + home);
        }
        return home;
    }
}

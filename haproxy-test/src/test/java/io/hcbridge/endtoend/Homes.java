/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built project is. */
final class Homes {
    private Homes() {}

    /** The folder of the script {@code hcbridge}: the module's parent, where Maven starts the tests. */
    static Path hcbridge() {
        Path home = Path.of("").toAbsolutePath().getParent();
        if (home == null || !Files.isExecutable(home.resolve("hcbridge"))) {
            throw new IllegalStateException("run the tests from the module's folder: no script hcbridge in " + home);
        }
        return home;
    }
}

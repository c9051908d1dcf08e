/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import io.hcbridge.bridge.log.IoErrors;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the reason why the bridge would not start with a state file. Takes no lock and changes nothing. */
public final class StateFileCheck {
    private StateFileCheck() {}

    /** Returns the reason; empty if there is none. A file that does not parse does not stop the start. */
    public static Optional<String> problem(Path fileOrLink) {
        try {
            StateFormat.read(StateDocumentReader.text(StateFileLink.follow(fileOrLink)));
            return Optional.empty();
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(fileOrLink + " cannot be read: " + IoErrors.describe(e));
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.cli;

import io.hcbridge.bridge.log.IoErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file with this process's id. */
record PidFile(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);
    /** More than a process id has. */
    private static final int MAX_BYTES = 32;

    /** @throws IOException if it cannot be written; the message names it */
    void write() throws IOException {
        try {
            Files.writeString(path, own());
        } catch (IOException e) {
            throw new IOException("cannot write the pid file " + path + ": " + IoErrors.describeWrite(e), e);
        }
    }

    /** Removes the file, unless another process has written its own id since. */
    void remove() {
        try {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(path) <= MAX_BYTES
                    && Files.readString(path).equals(own())) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warn("cannot remove the pid file {}: {}", path, IoErrors.describe(e));
        }
    }

    private static String own() {
        return Long.toString(ProcessHandle.current().pid());
    }
}

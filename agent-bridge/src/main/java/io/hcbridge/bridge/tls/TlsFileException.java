/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown if TLS files cannot be used. The message names each file and the reason. */
public final class TlsFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A problem of one file. */
    public record Problem(Path file, String reason) {
        @Override
        public String toString() {
            return file + ": " + reason;
        }
    }

    private final transient List<Problem> problems;

    TlsFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems, at least one, in the order of the keys. */
    public List<Problem> problems() {
        return problems;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.io.IOException;

/** Why a {@link SocketFile} gives no socket name; the message names the file and the rule, fit for an operator. */
public final class SocketFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, by what helps against it. */
    public enum Kind {
        /** The service's directory is not there. */
        MISSING_DIRECTORY(false),
        /** The service has not started, or has withdrawn. */
        MISSING(true),
        /** The service is just writing it, as a starting Go server does. */
        BLANK(true),
        /** Not a regular file, or others than the service may have written it. */
        UNTRUSTED(false),
        /** Its text is no socket name. */
        INVALID(false),
        /** The system does not let us read it. */
        UNREADABLE(false);

        private final boolean passing;

        Kind(boolean passing) {
            this.passing = passing;
        }

        /** Whether a starting service passes through this state, so that a second look a moment later is worthwhile. */
        public boolean isPassing() {
            return passing;
        }
    }

    private final Kind kind;

    SocketFileException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

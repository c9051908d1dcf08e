/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import java.io.IOException;

/** Why a service's socket is not asked, or not believed; the message names the file and the rule, fit for an operator. */
public final class SocketFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** The service's directory does not exist. */
        MISSING_DIRECTORY,
        /** The service has not started, or has withdrawn. */
        MISSING,
        /** The service is just writing it, as a starting Go server does. */
        BLANK,
        /** It was written or replaced while it was read. */
        CHANGING,
        /** Others than the service may have made the file or the socket. */
        UNTRUSTED,
        /** Its text is no socket name. */
        INVALID,
        /** The system does not let this process read it. */
        UNREADABLE;

        /** Whether a starting service passes through this state. */
        boolean isPassing() {
            return switch (this) {
                case MISSING_DIRECTORY, MISSING, BLANK, CHANGING -> true;
                case UNTRUSTED, INVALID, UNREADABLE -> false;
            };
        }

        /** Whether nothing says where the service listens. */
        boolean isWithdrawn() {
            return switch (this) {
                case MISSING_DIRECTORY, MISSING -> true;
                case BLANK, CHANGING, UNTRUSTED, INVALID, UNREADABLE -> false;
            };
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

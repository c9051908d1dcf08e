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
        UNREADABLE,
        /** This process or the system has no descriptor or no memory left: that says nothing of the service. */
        OUT_OF_RESOURCES;

        /** Whether a starting service passes through this state. */
        boolean isPassing() {
            return switch (this) {
                case MISSING_DIRECTORY, MISSING, BLANK, CHANGING -> true;
                case UNTRUSTED, INVALID, UNREADABLE, OUT_OF_RESOURCES -> false;
            };
        }

        /** Whether nothing says where the service listens. */
        boolean isWithdrawn() {
            return switch (this) {
                case MISSING_DIRECTORY, MISSING -> true;
                case BLANK, CHANGING, UNTRUSTED, INVALID, UNREADABLE, OUT_OF_RESOURCES -> false;
            };
        }
    }

    private final Kind kind;

    public SocketFileException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Whether this process could not look, so that the failure says nothing of the service. */
    public static boolean isOwnFault(IOException failure) {
        return failure instanceof SocketFileException file && file.kind == Kind.OUT_OF_RESOURCES;
    }

    public Kind kind() {
        return kind;
    }
}

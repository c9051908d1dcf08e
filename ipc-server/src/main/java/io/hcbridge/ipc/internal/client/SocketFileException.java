/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.client;

import java.io.IOException;

/** Thrown if a service's socket cannot be found or is not trusted. The message names the file and the rule, for operators. */
public final class SocketFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Kind {
        /** The service's directory does not exist. */
        MISSING_DIRECTORY,
        /** The service has not started, or has withdrawn. */
        MISSING,
        /** The file is blank. A Go server truncates it before it writes it. */
        BLANK,
        /** The file was written or replaced while it was read. */
        CHANGING,
        /** Another user may have created the file or the socket. */
        UNTRUSTED,
        /** The text of the file is not a socket name. */
        INVALID,
        /** This process has no permission to read the file, or the read failed. */
        UNREADABLE,
        /** This process or the system has no free descriptors or memory. The state of the service is unknown. */
        OUT_OF_RESOURCES;

        /** Returns whether a starting service can cause this failure. */
        boolean isTransient() {
            return switch (this) {
                case MISSING_DIRECTORY, MISSING, BLANK, CHANGING -> true;
                case UNTRUSTED, INVALID, UNREADABLE, OUT_OF_RESOURCES -> false;
            };
        }

        /** Returns whether the file does not exist. */
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

    /** Returns whether this process lacked resources. The failure says nothing about the service then. */
    public static boolean isOwnFault(IOException failure) {
        return failure instanceof SocketFileException file && file.kind == Kind.OUT_OF_RESOURCES;
    }

    public Kind kind() {
        return kind;
    }
}

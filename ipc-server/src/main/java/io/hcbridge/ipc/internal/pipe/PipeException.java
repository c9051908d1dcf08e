/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import java.io.IOException;

/** Thrown if a Windows function fails. Has Windows' error code. */
final class PipeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int code;

    PipeException(String what, int code) {
        super(what + ": Windows error " + code);
        this.code = code;
    }

    int code() {
        return code;
    }
}

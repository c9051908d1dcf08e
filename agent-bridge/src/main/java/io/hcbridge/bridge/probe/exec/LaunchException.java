/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.io.IOException;

/** Thrown if the bridge cannot start a process, because it lacks file descriptors, memory or processes. */
final class LaunchException extends IOException {
    LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}

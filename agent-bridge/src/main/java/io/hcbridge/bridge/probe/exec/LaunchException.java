/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import java.io.IOException;

/** The bridge cannot start a process, for want of descriptors, memory or processes. */
final class LaunchException extends IOException {
    LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}

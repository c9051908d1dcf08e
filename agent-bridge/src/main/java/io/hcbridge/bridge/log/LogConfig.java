/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

/** The least level that is logged, and the form of a line. */
public record LogConfig(Level level, Format format) {
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    public enum Format {
        TEXT,
        JSON
    }
}

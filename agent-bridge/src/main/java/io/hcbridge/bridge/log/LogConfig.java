/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.log;

/** The minimum level of logged events, and the format of a line. */
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

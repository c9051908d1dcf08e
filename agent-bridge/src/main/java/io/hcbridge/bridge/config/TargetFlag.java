/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ValueParsers;
import java.nio.file.Path;

/** A target of the health kind on the command line: {@code NAME=DIRECTORY}. The directory is absolute. */
record TargetFlag(String name, Path directory) {
    static TargetFlag parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            throw new IllegalArgumentException("'" + text + "' must be NAME=DIRECTORY");
        }
        Path directory = ValueParsers.path(text.substring(equals + 1));
        return new TargetFlag(
                TargetConfig.checkName(text.substring(0, equals)),
                directory.toAbsolutePath().normalize());
    }
}

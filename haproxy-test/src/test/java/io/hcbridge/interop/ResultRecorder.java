/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets a test class add its results to the {@link InteropReport}. */
final class ResultRecorder implements BeforeAllCallback {
    private final String direction;
    private @Nullable InteropReport report;
    private String versions = "";

    ResultRecorder(String direction) {
        this.direction = direction;
    }

    /** Sets the versions for the following rows. */
    void versions(String newVersions) {
        versions = newVersions;
    }

    /** Adds a row. Call it after the assertions have passed. */
    void record(String name, String result) {
        Objects.requireNonNull(report).row(versions, direction, name, result);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        report = InteropReport.of(context);
    }
}

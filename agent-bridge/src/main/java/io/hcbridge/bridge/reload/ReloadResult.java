/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.reload;

import java.util.List;

/**
 * The result of a reload.
 *
 * @param changes one line for each change; empty if nothing has changed or if there are problems
 * @param problems why nothing was changed; empty after a success
 */
public record ReloadResult(List<String> changes, List<String> problems) {
    public ReloadResult {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    static ReloadResult success(List<String> changes) {
        return new ReloadResult(changes, List.of());
    }

    static ReloadResult failure(List<String> problems) {
        return new ReloadResult(List.of(), problems);
    }

    public boolean isSuccess() {
        return problems.isEmpty();
    }
}

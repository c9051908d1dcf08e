/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.Deadline;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a change reached the store.
 *
 * @param problem why it did not, so far; empty if it did
 */
record SaveResult(Optional<String> problem) {
    private static final String RULE = "; the change is in effect, and the bridge goes on trying to save it";

    /** Waits for the store until the command's deadline. */
    static SaveResult of(CompletionStage<Void> saved, Deadline deadline) throws InterruptedException {
        try {
            saved.toCompletableFuture().get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
            return new SaveResult(Optional.empty());
        } catch (TimeoutException e) {
            return new SaveResult(Optional.of("the state file has not been written in time" + RULE));
        } catch (ExecutionException e) {
            return new SaveResult(Optional.of(String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage())
                    + RULE));
        }
    }

    /** Adds {@code not-saved} where there is a problem. */
    JsonObject addTo(JsonObject answer) {
        problem.ifPresent(text -> answer.put("not-saved", text));
        return answer;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.hcbridge.ipc.internal.transport.Deadline;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The result of saving a change.
 *
 * @param problem why the change is not saved yet; empty if it is saved
 */
record SaveResult(Optional<String> problem) {
    private static final String RULE = "; the change is in effect, and the bridge keeps trying to save it";

    /** Waits until the change is saved, at most until the deadline of the command. */
    static SaveResult of(CompletionStage<Void> saved, Deadline deadline) throws InterruptedException {
        try {
            saved.toCompletableFuture().get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
            return new SaveResult(Optional.empty());
        } catch (TimeoutException e) {
            return new SaveResult(Optional.of("the state file was not written in time" + RULE));
        } catch (ExecutionException e) {
            return new SaveResult(Optional.of(String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage())
                    + RULE));
        }
    }

    /** Adds the member {@code not-saved} if there is a problem. */
    JsonObject addTo(JsonObject answer) {
        problem.ifPresent(text -> answer.put("not-saved", text));
        return answer;
    }
}

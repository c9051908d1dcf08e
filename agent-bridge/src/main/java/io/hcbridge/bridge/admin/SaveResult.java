/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.admin;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
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
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String RULE = "; the change is in effect, and the bridge goes on trying to save it";

    /** Waits for the store, but not long. */
    static SaveResult of(CompletionStage<Void> saved) throws InterruptedException {
        try {
            saved.toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return new SaveResult(Optional.empty());
        } catch (TimeoutException e) {
            return new SaveResult(Optional.of("the state file was not written within 2s" + RULE));
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The condition of a store.
 *
 * @param problem why changes cannot be saved now; empty if they can
 * @param loss the data that was lost; stays until an operator acknowledges it
 */
public record StoreHealth(Optional<String> problem, Optional<String> loss) {
    public static final StoreHealth OK = new StoreHealth(Optional.empty(), Optional.empty());

    /** Returns whether all changes are saved and no loss is unacknowledged. */
    public boolean isOk() {
        return problem.isEmpty() && loss.isEmpty();
    }

    /** Returns all problems in one line; empty if there are none. */
    public Optional<String> summary() {
        return isOk()
                ? Optional.empty()
                : Optional.of(Stream.concat(problem.stream(), loss.stream()).collect(Collectors.joining("; ")));
    }
}

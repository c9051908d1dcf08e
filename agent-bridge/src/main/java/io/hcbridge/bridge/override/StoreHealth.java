/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The condition of a store.
 *
 * @param problem why changes are not saved now; empty while they are
 * @param loss which data was lost; stays until an operator acknowledges it
 */
public record StoreHealth(Optional<String> problem, Optional<String> loss) {
    public static final StoreHealth OK = new StoreHealth(Optional.empty(), Optional.empty());

    /** Whether everything is saved and nothing was lost. */
    public boolean isOk() {
        return problem.isEmpty() && loss.isEmpty();
    }

    /** All that is wrong in one line; empty if nothing is. */
    public Optional<String> summary() {
        return isOk()
                ? Optional.empty()
                : Optional.of(Stream.concat(problem.stream(), loss.stream()).collect(Collectors.joining("; ")));
    }
}

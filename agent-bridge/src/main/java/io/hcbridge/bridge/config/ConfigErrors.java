/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects all errors of a configuration, in the order of the file. */
final class ConfigErrors {
    /** Maximum number of reported errors. It bounds time and memory if the file is not a configuration of the bridge. */
    static final int MAX = 100;

    /** Without duplicates: a wrong default would otherwise be reported for each target that has it. */
    private final Set<Problem> problems = new LinkedHashSet<>();

    private boolean hasMore;

    private record Problem(Place place, String message) {}

    void add(Place place, String message) {
        Problem problem = new Problem(place, message);
        if (!isFull()) {
            problems.add(problem);
        } else if (!problems.contains(problem)) {
            hasMore = true;
        }
    }

    /** Adds an error of a whole target, unless a key of the target, or a default, has an error, which is then the cause. */
    void addUnlessExplained(Place target, String message) {
        if (problems.stream().noneMatch(problem -> problem.place().explains(target))) {
            add(target, message);
        }
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    boolean isFull() {
        return problems.size() >= MAX;
    }

    void throwIfAny() throws ConfigException {
        if (problems.isEmpty()) {
            return;
        }
        List<String> messages = new ArrayList<>(problems.stream()
                .sorted(Comparator.comparingInt(problem -> problem.place().order()))
                .map(problem -> problem.place().text() + ": " + problem.message())
                .toList());
        if (hasMore) {
            messages.add("more than " + MAX + " errors; the others are not listed");
        }
        throw new ConfigException(messages);
    }
}

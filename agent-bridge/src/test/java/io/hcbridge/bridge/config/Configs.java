/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Helpers for tests of configurations. */
final class Configs {
    static final String TARGET = "targets: {a: {directory: /srv/a}}\n";

    private Configs() {}

    /** Returns the errors so far, with only the names of files; empty if there are none. */
    static List<String> problems(ConfigBuilder builder) {
        try {
            builder.build();
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.replaceAll("/[^ :']*/(\\w+\\.yaml)", "$1"))
                    .toList();
        }
    }

    /** Returns flags from arguments like {@code --name=value}. */
    static ConfigFlags flags(String... typed) {
        Map<String, List<String>> texts = Arrays.stream(typed)
                .map(flag -> flag.split("=", 2))
                .collect(Collectors.groupingBy(
                        flag -> flag[0], LinkedHashMap::new, Collectors.mapping(flag -> flag[1], Collectors.toList())));
        return new ConfigFlags(texts);
    }
}

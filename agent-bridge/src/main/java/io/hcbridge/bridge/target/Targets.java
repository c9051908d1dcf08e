/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.protocol.agent.AgentRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured targets, by name. */
public final class Targets {
    private final Map<String, Target> byName;
    private final List<Target> all;
    private final String defaultName;

    /** @param defaultName name of the target for a blank line; empty for none */
    public Targets(Map<String, Target> byName, String defaultName) {
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        this.all = List.copyOf(byName.values());
        this.defaultName = defaultName;
    }

    /** Returns all targets in the order of the configuration. */
    public List<Target> all() {
        return all;
    }

    public Optional<Target> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns the target of a request. Empty if no target has the name, or if the line is blank and there is no default target. */
    public Optional<Target> find(AgentRequest request) {
        return Optional.ofNullable(byName.get(request.target().isEmpty() ? defaultName : request.target()));
    }
}

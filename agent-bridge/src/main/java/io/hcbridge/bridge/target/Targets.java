/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.agent.AgentRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured targets by name, and the subjects of other request lines. */
public final class Targets {
    private final Map<String, Target> byName;
    private final Map<String, CheckTarget> byLine = new HashMap<>();
    private final List<Target> all;
    private final String defaultName;
    private final RequestLines others;

    /** @param defaultName name of the target for a blank line; empty for none */
    public Targets(Map<String, Target> byName, String defaultName) {
        this(byName, defaultName, Targets::noOther);
    }

    /** @param others parses lines that are not the name of a target */
    public Targets(Map<String, Target> byName, String defaultName, RequestLines others) {
        this.others = others;
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        this.all = List.copyOf(byName.values());
        all.forEach(target ->
                target.config().aliases().forEach(alias -> byLine.put(alias, new TargetAlias(target, alias))));
        byLine.putAll(byName);
        this.defaultName = defaultName;
    }

    /** Returns all targets in the order of the configuration. */
    public List<Target> all() {
        return all;
    }

    public Optional<Target> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Returns the subject of a request line. The name or alias of a configured target takes precedence.
     *
     * @return empty if no target has the name, or if the line is blank and there is no default target
     * @throws ProtocolException if the line is invalid; the message is sent to the client
     */
    public Optional<CheckTarget> find(String line) throws ProtocolException {
        String name = line.strip();
        CheckTarget target = byLine.get(name.isEmpty() ? defaultName : name);
        if (target != null) {
            return Optional.of(target);
        }
        return name.isEmpty() ? Optional.empty() : others.find(name);
    }

    private static Optional<CheckTarget> noOther(String line) throws ProtocolException {
        AgentRequest.parse(line);
        return Optional.empty();
    }
}

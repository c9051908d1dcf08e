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

/** The configured targets by name, and the subjects of other request lines. The event loop replaces the targets; any thread may read them. */
public final class Targets {
    private final RequestLines others;
    private volatile Table table;

    /** @param byLine targets and their aliases by request line */
    private record Table(
            Map<String, Target> byName, List<Target> all, Map<String, CheckTarget> byLine, String defaultName) {
        Table(Map<String, Target> byName, String defaultName) {
            this(
                    Collections.unmodifiableMap(new LinkedHashMap<>(byName)),
                    List.copyOf(byName.values()),
                    byLine(byName),
                    defaultName);
        }

        private static Map<String, CheckTarget> byLine(Map<String, Target> byName) {
            Map<String, CheckTarget> byLine = new HashMap<>();
            byName.values()
                    .forEach(target -> target.config()
                            .aliases()
                            .forEach(alias -> byLine.put(alias, new TargetAlias(target, alias))));
            byLine.putAll(byName);
            return byLine;
        }
    }

    /** @param defaultName name of the target for a blank line; empty for none */
    public Targets(Map<String, Target> byName, String defaultName) {
        this(byName, defaultName, Targets::noOther);
    }

    /** @param others parses lines that are not the name of a target */
    public Targets(Map<String, Target> byName, String defaultName, RequestLines others) {
        this.others = others;
        this.table = new Table(byName, defaultName);
    }

    /** Creates a set without targets, which a {@link TargetSwap} fills. */
    public static Targets empty(Optional<RequestLines> others) {
        return new Targets(Map.of(), "", others.orElse(Targets::noOther));
    }

    /** Returns a short task that replaces all targets. Checks that have begun keep their target. */
    Runnable replacement(Map<String, Target> byName, String defaultName) {
        Table next = new Table(byName, defaultName);
        return () -> table = next;
    }

    Map<String, Target> byName() {
        return table.byName();
    }

    /** Returns all targets in the order of the configuration. */
    public List<Target> all() {
        return table.all();
    }

    /** Returns whether a blank line has a target. */
    public boolean hasDefault() {
        Table current = table;
        return current.byName().containsKey(current.defaultName());
    }

    public Optional<Target> byName(String name) {
        return Optional.ofNullable(table.byName().get(name));
    }

    /** Returns the target with this name or alias. */
    public Optional<Target> byNameOrAlias(String text) {
        CheckTarget found = table.byLine().get(text);
        return Optional.ofNullable(found instanceof TargetAlias alias ? alias.target() : byName().get(text));
    }

    /**
     * Returns the subject of a request line. The name or alias of a configured target takes precedence.
     *
     * @return empty if no target has the name, or if the line is blank and there is no default target
     * @throws ProtocolException if the line is invalid; the message is sent to the client
     */
    public Optional<CheckTarget> find(String line) throws ProtocolException {
        String name = line.strip();
        Table current = table;
        CheckTarget target = current.byLine().get(name.isEmpty() ? current.defaultName() : name);
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

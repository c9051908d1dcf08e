/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One mapping of the file, read key by key; what nobody asked for by {@link #close} is an unknown key. */
final class YamlMapping implements AutoCloseable {
    private final String file;
    private final String path;
    private final ConfigErrors problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();

    YamlMapping(String file, String path, MappingNode node, ConfigErrors problems) {
        this.file = file;
        this.path = path;
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            add(tuple);
        }
    }

    private void add(NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        if (!(key instanceof ScalarNode scalar)) {
            problems.add(where(key, "?"), "a key must be a plain word");
        } else if (values.putIfAbsent(scalar.getValue(), tuple.getValueNode()) != null) {
            problems.add(where(key, scalar.getValue()), "stands here a second time");
        } else {
            keys.put(scalar.getValue(), key);
        }
    }

    /** The keys in the order of the file, all of them known from now on. */
    List<String> keys() {
        known.addAll(values.keySet());
        return List.copyOf(values.keySet());
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** A single value; empty if the key is absent or the value is a problem. */
    <T> Optional<Sourced<T>> value(String key, Function<String, T> parser) {
        Node node = take(key);
        return node == null ? Optional.empty() : parse(node, key, parser);
    }

    /** A value or a list of values; empty if the key is absent. */
    <T> Optional<List<T>> values(String key, Function<String, T> parser) {
        Node node = take(key);
        if (node == null) {
            return Optional.empty();
        }
        List<Node> nodes = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        List<T> parsed = new ArrayList<>();
        nodes.forEach(n -> parse(n, key, parser).ifPresent(setting -> parsed.add(setting.value())));
        if (nodes.isEmpty()) {
            problems.add(where(node, key), "must name at least one");
        }
        return Optional.of(parsed);
    }

    /** A mapping below this one; empty if the key is absent or blank. */
    Optional<YamlMapping> mapping(String key) {
        Node node = take(key);
        if (node == null || isBlank(node)) {
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            return Optional.of(new YamlMapping(file, name(key), mapping, problems));
        }
        problems.add(where(node, key), "must be a mapping of keys to values");
        return Optional.empty();
    }

    /** File, line and full name of a key. */
    String where(String key) {
        Node node = keys.get(key);
        return node == null ? file + ": " + name(key) : where(node, key);
    }

    @Override
    public void close() {
        keys.forEach((key, node) -> {
            if (!known.contains(key)) {
                problems.add(where(node, key), "unknown key");
            }
        });
    }

    private @Nullable Node take(String key) {
        known.add(key);
        return values.get(key);
    }

    private <T> Optional<Sourced<T>> parse(Node node, String key, Function<String, T> parser) {
        if (!(node instanceof ScalarNode scalar) || isBlank(node)) {
            problems.add(where(node, key), "must be a single value");
            return Optional.empty();
        }
        try {
            return Optional.of(new Sourced<>(parser.apply(scalar.getValue()), where(node, key)));
        } catch (IllegalArgumentException e) {
            problems.add(where(node, key), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static boolean isBlank(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String where(Node node, String key) {
        String line =
                node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
        return file + line + ": " + name(key);
    }
}

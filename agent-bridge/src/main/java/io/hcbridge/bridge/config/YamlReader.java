/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.ConfigKey;
import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.MappingEntry;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.config.key.Sourced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the nodes of one YAML file. Errors are reported with their line. A key that another file has set is an error. */
final class YamlReader {
    private final String file;
    private final int offset;
    private final ConfigErrors errors;

    /** @param offset number of bytes in the files before this one */
    YamlReader(String file, int offset, ConfigErrors errors) {
        this.file = file;
        this.offset = offset;
        this.errors = errors;
    }

    /**
     * A key of a mapping and its value.
     *
     * @param path full name of the key, with a dot between levels
     * @param place place of the key
     */
    record Entry(String name, String path, Place place, int line, Node value) {}

    /**
     * Returns the entries of a mapping in the order of the file, without duplicate names. Empty if the value is absent or not a mapping.
     */
    List<Entry> entries(Entry parent) {
        if (isBlank(parent.value())) {
            return List.of();
        }
        if (parent.value() instanceof MappingNode mapping) {
            return entries(mapping, parent.path() + ".");
        }
        errors.add(place(parent.value(), parent.path()), "must be a mapping of keys to values");
        return List.of();
    }

    /** Returns the elements of a list, or a single value that is no list, each as an entry with the list's name. */
    List<Entry> elements(Entry list) {
        List<Node> nodes = list.value() instanceof SequenceNode sequence ? sequence.getValue() : List.of(list.value());
        return nodes.stream()
                .map(node -> new Entry(list.name(), list.path(), place(node, list.path()), line(node), node))
                .toList();
    }

    /** Returns the entries of the top level of the file. */
    List<Entry> entries(MappingNode root) {
        return entries(root, "");
    }

    private List<Entry> entries(MappingNode mapping, String prefix) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            // YAML aliases can make one long mapping the value of many keys.
            if (errors.isFull()) {
                break;
            }
            add(tuple, prefix, entries);
        }
        return List.copyOf(entries.values());
    }

    private void add(NodeTuple tuple, String prefix, Map<String, Entry> entries) {
        Node key = tuple.getKeyNode();
        if (!(key instanceof ScalarNode scalar)) {
            errors.add(place(key, prefix + "?"), "a key must be a single word");
            return;
        }
        String name = scalar.getValue();
        Entry entry = new Entry(name, prefix + name, place(key, prefix + name), line(key), tuple.getValueNode());
        Entry first = entries.putIfAbsent(name, entry);
        if (first != null) {
            errors.add(entry.place(), "duplicate key, first defined at line " + first.line());
        }
    }

    /** Reads the value of an entry. */
    interface EntryReader {
        void read(Entry entry);
    }

    /** Returns the readers of keys, by name. A key with a dot is in the mapping named by the part before the dot. */
    Map<String, EntryReader> readers(List<ConfigKey<?>> keys, KeyValues into) {
        Map<String, Map<String, EntryReader>> sections = new HashMap<>();
        for (ConfigKey<?> key : keys) {
            int dot = key.name().lastIndexOf('.');
            section(key.name().substring(0, Math.max(0, dot)), sections)
                    .put(key.name().substring(dot + 1), entry -> read(key, entry, into));
        }
        return section("", sections);
    }

    /** Returns the readers of a section, and registers the section with its parent. The top level has the empty name. */
    private Map<String, EntryReader> section(String name, Map<String, Map<String, EntryReader>> sections) {
        Map<String, EntryReader> present = sections.get(name);
        if (present != null) {
            return present;
        }
        Map<String, EntryReader> below = new LinkedHashMap<>();
        sections.put(name, below);
        if (!name.isEmpty()) {
            int dot = name.lastIndexOf('.');
            section(name.substring(0, Math.max(0, dot)), sections)
                    .put(name.substring(dot + 1), entry -> read(entries(entry), below));
        }
        return below;
    }

    /** Reads each entry. An unknown name is an error. */
    void read(List<Entry> entries, Map<String, EntryReader> known) {
        for (Entry entry : entries) {
            EntryReader reader = known.get(entry.name());
            if (reader == null) {
                errors.add(entry.place(), "unknown key" + NearestWord.suggestion(known.keySet(), entry.name()));
            } else {
                reader.read(entry);
            }
        }
    }

    /** Reads the value or the list of values of a key. */
    <T> void read(ConfigKey<T> key, Entry entry, KeyValues into) {
        if (into.isSet(key)) {
            String first = into.sourced(key).stream()
                    .findFirst()
                    .map(value -> ", first defined at " + value.place().location())
                    .orElse("");
            errors.add(entry.place(), "duplicate key" + first);
            return;
        }
        List<Sourced<T>> values = new ArrayList<>();
        if (key.isMapping()) {
            entries(entry).forEach(each -> readMapped(key, each, values));
        } else if (key.isList() && entry.value() instanceof SequenceNode sequence) {
            if (sequence.getValue().isEmpty()) {
                errors.add(place(sequence, entry.path()), "must have at least one value");
            }
            sequence.getValue().forEach(element -> readOne(key, element, entry.path(), values));
        } else {
            readOne(key, entry.value(), entry.path(), values);
        }
        into.set(key, values);
    }

    /** Reads an entry {@code NAME: TEXT} or {@code NAME: {SOURCE: TEXT}}. */
    private <T> void readMapped(ConfigKey<T> key, Entry entry, List<Sourced<T>> values) {
        if (!(entry.value() instanceof MappingNode mapping)) {
            readOne(key, entry.value(), entry.path(), entry.name(), Optional.empty(), values);
            return;
        }
        List<Entry> inner = entries(entry);
        if (mapping.getValue().size() == 1 && inner.size() == 1) {
            Entry only = inner.get(0);
            readOne(key, only.value(), only.path(), entry.name(), Optional.of(only.name()), values);
        } else {
            errors.add(entry.place(), "must be a single value");
        }
    }

    private <T> void readOne(ConfigKey<T> key, Node node, String path, List<Sourced<T>> values) {
        readOne(key, node, path, "", Optional.empty(), values);
    }

    private <T> void readOne(
            ConfigKey<T> key, Node node, String path, String name, Optional<String> source, List<Sourced<T>> values) {
        Place place = place(node, path);
        if (!(node instanceof ScalarNode scalar) || isBlank(node)) {
            errors.add(place, "must be a single value");
            return;
        }
        try {
            values.add(new Sourced<>(key.parse(new MappingEntry(name, source, scalar.getValue())), place));
        } catch (IllegalArgumentException e) {
            errors.add(place, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isBlank(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private Place place(Node node, String path) {
        return node.getStartMark()
                .map(mark -> Place.inFile(file, mark.getLine() + 1, offset + mark.getIndex(), path))
                .orElseGet(() -> Place.file(file + ": " + path, offset));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}

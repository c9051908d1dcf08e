/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.YamlReader.Entry;
import io.hcbridge.bridge.config.YamlReader.EntryReader;
import io.hcbridge.bridge.config.key.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads one YAML file. */
final class ConfigFile {
    static final int MAX_BYTES = 1 << 20;
    private static final String DEFAULTS = "defaults";
    /** Buffer size in characters. With the default of 1024, the time for a long comment is quadratic. */
    private static final int BUFFER = 1 << 14;

    private final String name;
    private final int offset;
    private final ConfigDraft draft;
    private final ConfigErrors errors;
    private final YamlReader yaml;
    private final TargetReader targetReader;

    /** @param offset number of bytes in the files before this one */
    ConfigFile(Path file, int offset, ConfigDraft draft, ConfigErrors errors) {
        this.name = file.toString();
        this.offset = offset;
        this.draft = draft;
        this.errors = errors;
        this.yaml = new YamlReader(name, offset, errors);
        this.targetReader = new TargetReader(yaml, errors, ProbeKind.ALL);
    }

    /** Returns the number of bytes that were read. */
    int read() {
        byte[] bytes = {};
        try {
            bytes = bytes(Path.of(name));
            read(text(bytes));
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            errors.add(Place.file(name + line, offset), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            errors.add(Place.file(name, offset), "not YAML: " + e.getMessage());
        } catch (IOException e) {
            errors.add(Place.file(name, offset), describe(e));
        }
        return bytes.length;
    }

    private void read(String text) {
        Optional<Node> root = compose(text);
        if (root.isPresent() && root.get() instanceof MappingNode mapping) {
            yaml.read(yaml.entries(mapping), topLevel());
        } else {
            errors.add(Place.file(name, offset), "must be a mapping of keys to values");
        }
    }

    private Optional<Node> compose(String text) {
        // Keys that are not scalars are reported later, with their line.
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowNonScalarKeys(true)
                .setBufferSize(BUFFER)
                .build();
        return new Composer(settings, new YamlLimits(new ParserImpl(settings, new StreamReader(settings, text))))
                .getSingleNode();
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("longer than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    static String describe(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "cannot be read: permission denied";
        }
        if (e instanceof CharacterCodingException) {
            return "cannot be read: not UTF-8";
        }
        return "cannot be read: " + e.getMessage();
    }

    private Map<String, EntryReader> topLevel() {
        Map<String, EntryReader> known = yaml.readers(BridgeKeys.ALL, draft.values());
        Map<String, EntryReader> ofTargets = yaml.readers(TargetKeys.WITH_DEFAULTS, draft.defaults());
        known.put(DEFAULTS, entry -> yaml.read(yaml.entries(entry), ofTargets));
        known.put(BridgeKeys.TARGETS.name(), this::readTargets);
        known.put(DiscoverKeys.SECTION, new DiscoverReader(yaml, draft)::read);
        return known;
    }

    private void readTargets(Entry targetsEntry) {
        for (Entry target : yaml.entries(targetsEntry)) {
            try {
                addTarget(target, TargetConfig.checkName(target.name()));
            } catch (IllegalArgumentException e) {
                errors.add(target.place(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void addTarget(Entry target, String targetName) {
        TargetDraft first = draft.targets().get(targetName);
        if (first == null) {
            draft.targets().put(targetName, targetReader.read(target));
        } else {
            errors.add(
                    target.place(),
                    "duplicate key, first defined at " + first.place().location());
        }
    }
}

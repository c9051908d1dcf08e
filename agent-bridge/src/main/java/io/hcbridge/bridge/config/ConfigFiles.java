/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.Place;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The files of a configuration: one file, or the files {@code *.yaml} of a directory, which are merged in the order of their names. Hidden
 * files and entries that are not regular files are ignored. A link to a regular file counts, because configurations of containers are
 * mounted as links.
 */
final class ConfigFiles {
    /** Maximum number of files in a directory. */
    static final int MAX_FILES = 1000;
    /** Maximum number of bytes in all files of a directory. */
    static final int MAX_BYTES = 4 << 20;

    private static final String PATTERN = "*.yaml";

    private final ConfigDraft draft;
    private final ConfigErrors errors;
    private final List<Path> paths = new ArrayList<>();
    private int count;
    private int bytes;

    ConfigFiles(ConfigDraft draft, ConfigErrors errors) {
        this.draft = draft;
        this.errors = errors;
    }

    /** Reads a file, or all files of a directory. */
    void read(Path path) {
        if (!Files.isDirectory(path)) {
            readFile(path);
            return;
        }
        // A user who can write to the directory can add a file.
        paths.add(path);
        for (Path file : list(path)) {
            if (errors.isFull()) {
                break;
            }
            readFile(file);
            if (bytes > MAX_BYTES) {
                errors.add(
                        Place.file(file.toString(), bytes),
                        "the files of " + path + " up to this one have more than " + MAX_BYTES + " bytes");
                break;
            }
        }
    }

    /** Returns the files that were read, and their directory. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    int count() {
        return count;
    }

    private void readFile(Path file) {
        paths.add(file);
        count++;
        bytes += new ConfigFile(file, bytes, draft, errors).read();
    }

    private List<Path> list(Path directory) {
        List<Path> files = new ArrayList<>();
        Place place = Place.file(directory.toString(), 0);
        // The pattern also matches hidden files.
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, PATTERN)) {
            for (Path entry : entries) {
                if (entry.getFileName().toString().startsWith(".") || !Files.isRegularFile(entry)) {
                    continue;
                }
                files.add(entry);
                if (files.size() > MAX_FILES) {
                    errors.add(place, "has more than " + MAX_FILES + " files " + PATTERN);
                    return List.of();
                }
            }
        } catch (IOException e) {
            errors.add(place, ConfigFile.describe(e));
            return List.of();
        } catch (DirectoryIteratorException e) {
            errors.add(place, "cannot be read: " + e.getMessage());
            return List.of();
        }
        if (files.isEmpty()) {
            errors.add(place, "the directory has no file " + PATTERN);
        }
        files.sort(Comparator.comparing(file -> file.getFileName().toString()));
        return files;
    }
}

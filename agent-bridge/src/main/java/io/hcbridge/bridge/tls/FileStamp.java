/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * By what a changed file is known.
 *
 * @param text inode, time of change and size, or why they cannot be read; symbolic links are followed
 */
record FileStamp(String text) {
    static List<FileStamp> of(TlsConfig config) {
        return Stream.of(config.certificate(), config.key(), config.clientCa())
                .map(FileStamp::of)
                .toList();
    }

    private static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    attributes.fileKey() + " " + attributes.lastModifiedTime().toInstant() + " " + attributes.size());
        } catch (IOException e) {
            return new FileStamp(e.toString());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifies the version of a file.
 *
 * @param text inode, modification time and size, or the reason why they cannot be read; symbolic links are followed
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

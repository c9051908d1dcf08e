/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Identifies the version of a file.
 *
 * @param text attributes that change with each version, or the reason why they cannot be read; symbolic links are followed
 */
record FileStamp(String text) {
    private static final String UNIX = "unix";
    private static final String ATTRIBUTES = "fileKey,lastModifiedTime,size";

    static List<FileStamp> of(TlsConfig config) {
        return Stream.of(config.certificate(), config.key(), config.clientCa())
                .map(FileStamp::of)
                .toList();
    }

    private static FileStamp of(Path file) {
        try {
            return new FileStamp(new TreeMap<>(Files.readAttributes(file, attributes(file))).toString());
        } catch (IOException e) {
            return new FileStamp(e.toString());
        }
    }

    /** On Unix, the time of the last change of status is included. Only it changes if the file becomes readable by chmod or chown. */
    private static String attributes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains(UNIX)
                ? UNIX + ":" + ATTRIBUTES + ",ctime"
                : ATTRIBUTES;
    }
}

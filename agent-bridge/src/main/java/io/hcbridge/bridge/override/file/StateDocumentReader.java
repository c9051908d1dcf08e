/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import io.hcbridge.bridge.log.IoErrors;
import io.hcbridge.bridge.override.file.StateFormat.Document;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the state file at the start of the bridge. A file that cannot be parsed is renamed, and the loss is recorded. */
final class StateDocumentReader {
    private static final Logger LOG = LoggerFactory.getLogger(StateDocumentReader.class);
    /** Maximum size of the file, far more than 10 000 targets and 80 000 addresses need. */
    private static final int MAX_BYTES = 64 << 20;

    private static final int MAX_SET_ASIDE = 9;

    private StateDocumentReader() {}

    /** @throws IOException if the file exists and cannot be read, or does not parse and cannot be set aside */
    static Document read(Path file) throws IOException {
        try {
            return StateFormat.read(text(file));
        } catch (NoSuchFileException e) {
            return Document.EMPTY;
        } catch (IllegalArgumentException e) {
            Path aside = setAside(file);
            String loss = "state file " + file + " did not parse (" + e.getMessage() + ") and was set aside as " + aside
                    + ": overrides, pending resets and reports were lost";
            LOG.error("{}", loss);
            return new Document(Document.EMPTY.state(), Optional.of(loss));
        }
    }

    static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("is longer than " + MAX_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not UTF-8", e);
        }
    }

    /** Renames the file, to keep it for an operator. Replaces the oldest one if there are too many. */
    private static Path setAside(Path file) throws IOException {
        Path aside = IntStream.rangeClosed(1, MAX_SET_ASIDE)
                .mapToObj(i -> file.resolveSibling(file.getFileName() + ".unreadable." + i))
                .min(Comparator.comparingLong(StateDocumentReader::age))
                .orElseThrow();
        try {
            return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException(
                    "it does not parse and cannot be set aside as " + aside + ": " + IoErrors.describe(e), e);
        }
    }

    /** Returns the age for choosing a name. A free name is older than every file. */
    private static long age(Path aside) {
        try {
            return Files.getLastModifiedTime(aside).toMillis();
        } catch (IOException free) {
            return Long.MIN_VALUE;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.config.key.MappingEntry;
import io.hcbridge.bridge.config.key.ValueParsers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A header of the request. Its value may be secret; {@code toString} therefore contains only the name.
 *
 * @param value empty if the value is in the file
 * @param file file with the value, read for each probe; a new token needs no restart
 */
record RequestHeader(String name, String value, Optional<Path> file) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final int LONGEST = 4096;
    private static final Set<String> OWN = Set.of(
            "host",
            "connection",
            "keep-alive",
            "content-length",
            "transfer-encoding",
            "accept-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect");

    static RequestHeader parse(MappingEntry entry) {
        String name = entry.name();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' must be the name of a header");
        }
        if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            String hint = name.equalsIgnoreCase("host") ? "; use the key 'host'" : "";
            throw new IllegalArgumentException("'" + name + "' is set by the bridge" + hint);
        }
        if (entry.source().isEmpty()) {
            return new RequestHeader(name, checkValue(entry.text()), Optional.empty());
        }
        if (!entry.source().get().equals("file")) {
            throw new IllegalArgumentException("must be a value, or {file: PATH}");
        }
        return new RequestHeader(name, "", Optional.of(ValueParsers.absolutePath(entry.text())));
    }

    /**
     * Returns the value. May block.
     *
     * @throws IOException if the file cannot be read or its text is not a valid value; the message names the file but not the value
     */
    String load() throws IOException {
        return file.isPresent() ? read(file.get()) : value;
    }

    private String read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            return checkValue(new String(bytes, StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException e) {
            throw new IOException("header " + name + ": " + path + " does not exist", e);
        } catch (IOException e) {
            throw new IOException("header " + name + ": cannot read " + path, e);
        } catch (IllegalArgumentException e) {
            throw new IOException("header " + name + ": the text of " + path + " " + e.getMessage(), e);
        }
    }

    /** Checks the value. A line break would start another header. The message does not contain the value. */
    private static String checkValue(String text) {
        if (text.length() > LONGEST || text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f || c > 0xff)) {
            throw new IllegalArgumentException("must be at most " + LONGEST
                    + " characters of Latin-1, without line breaks and control characters");
        }
        return text;
    }

    @Override
    public String toString() {
        return name;
    }
}

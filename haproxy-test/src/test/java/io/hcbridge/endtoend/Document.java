/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A document of the project.
 *
 * @param text the Markdown
 */
record Document(String text) {
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w+)\n(.*?)^```$", Pattern.DOTALL);

    /** Reads a document, like {@code docs/TLS.md}. */
    static Document read(String name) throws IOException {
        return new Document(Files.readString(Homes.hcbridge().resolve(name)));
    }

    /** Returns all code blocks of this language. */
    List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** Returns the only code block of this language. */
    String block(String language) {
        List<String> blocks = blocks(language);
        if (blocks.size() != 1) {
            throw new IllegalStateException("expected one block of " + language + ", found " + blocks.size());
        }
        return blocks.get(0);
    }
}

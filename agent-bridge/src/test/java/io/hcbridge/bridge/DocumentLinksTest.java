/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between the documents lead to existing files, and to existing headings in them. */
class DocumentLinksTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *$");
    private static final Pattern LINK_IN_A_HEADING = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
    /** The characters that GitHub removes from a heading. It also removes underscores that mark emphasis, but no heading has one. */
    private static final Pattern REMOVED = Pattern.compile("[^\\p{L}\\p{N}_ -]");

    static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(TOP);
                Stream<Path> docs = Files.list(TOP.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String prose(Path document) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
    }

    /** Returns the anchors of a document's headings as GitHub makes them: equal headings are numbered. */
    private static Set<String> anchors(String prose) {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (MatchResult heading : HEADING.matcher(prose).results().toList()) {
            String text = LINK_IN_A_HEADING.matcher(heading.group(1)).replaceAll("$1");
            String slug = REMOVED.matcher(text.toLowerCase(Locale.ROOT))
                    .replaceAll("")
                    .replace(' ', '-');
            int earlier = seen.merge(slug, 1, Integer::sum) - 1;
            anchors.add(earlier == 0 ? slug : slug + "-" + earlier);
        }
        return anchors;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToExistingFilesAndHeadings(Path document) throws IOException {
        for (MatchResult link : LINK.matcher(prose(document)).results().toList()) {
            Path file = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(file).as(link.group()).exists();
            if (link.group(2) != null && file.toString().endsWith(".md")) {
                assertThat(anchors(prose(file))).as(link.group()).contains(link.group(2));
            }
        }
    }

    @Test
    void anchorsAreThoseOfGitHub() {
        assertThat(anchors("""
                # Which keys has `agent.tls`?
                ## 0.3.0 (Unreleased)
                ## Paste it
                ### See [the list](TLS.md) - now
                ## Paste it
                """))
                .containsExactlyInAnyOrder(
                        "which-keys-has-agenttls", "030-unreleased", "paste-it", "see-the-list---now", "paste-it-1");
    }
}

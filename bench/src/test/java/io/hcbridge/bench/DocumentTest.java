/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
    private static final String BEGIN = "<!-- figures, written by ./hcbridge bench -->\n";
    private static final String END = "<!-- end of figures -->\n";

    @Test
    void generatedPartIsReplacedAndTheRestIsUnchanged() {
        Document document = new Document("before\n" + BEGIN + "old\n" + END + "behind\n");

        assertThat(document.with("new\n").text()).isEqualTo("before\n" + BEGIN + "new\n" + END + "behind\n");
    }

    @Test
    void documentWithoutMarkersIsRejected() {
        assertThatThrownBy(() -> new Document(END + BEGIN).with("new\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("end of figures");
    }

    @Test
    void tableIsMarkdownWithAlignedColumns() {
        Table table = new Table(List.of("what", "figure"), List.of(List.of("a|b", "1"), List.of("c", "1,000")));

        assertThat(table.render()).isEqualTo("""
                | what | figure |
                | ---- | ------ |
                | a\\|b | 1      |
                | c    | 1,000  |
                """);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTableTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void rowShowsTheReportAndTheOverrideWithinHundredColumns() {
        String table = render(row("a-target-with-a-rather-long-name")
                .put("admin", "drain")
                .put("weight", 50)
                .put("reason", "the database is gone since the upgrade")
                .put("override", override("maint").put("until", "2026-01-02T03:14:07Z")));

        assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(TargetTable.WIDTH));
        assertThat(words(table))
                .contains("drain 50%")
                .contains("maint by ann,", "10m 2s", "left:", "deploy", "42")
                .contains("database", "upgrade");
    }

    @Test
    void aliasesFollowTheReason() {
        JsonArray aliases = new JsonArray().add("be_shop/web1").add("be_shop/web2");
        assertThat(words(render(row("orders").put("aliases", aliases))))
                .contains("orders unknown (alias be_shop/web1,", "be_shop/web2)");
    }

    @Test
    void targetThatIsNotConfiguredIsMarked() {
        assertThat(render(row("old").put("configured", false).put("override", override("drain"))))
                .containsPattern("old +unknown +drain by ann: deploy 42 +not configured");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-04T05:04:05Z, 2d 2h",
        "2026-01-02T05:04:05Z, 2h 0m",
        "2026-01-02T03:05:15Z, 1m 10s",
        "2026-01-02T03:04:14Z, 9s",
        "2026-01-02T03:04:04Z, 0s",
    })
    void remainingTimeHasTwoUnits(String until, String left) {
        assertThat(render(row("x").put("override", override("up").put("until", until))))
                .contains("up by ann, " + left + " left:");
    }

    private static String render(JsonObject row) {
        return TargetTable.render(new JsonObject().put("targets", new JsonArray().add(row)), NOW);
    }

    private static String words(String table) {
        return table.replaceAll("\\s+", " ");
    }

    private static JsonObject row(String target) {
        return new JsonObject()
                .put("target", target)
                .put("verdict", "unknown")
                .put("reason", "")
                .put("pending", 0);
    }

    private static JsonObject override(String value) {
        return new JsonObject().put("value", value).put("by", "ann").put("reason", "deploy 42");
    }
}

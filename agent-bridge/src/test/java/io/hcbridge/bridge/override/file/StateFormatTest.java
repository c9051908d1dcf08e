/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.bridge.override.AddressKey;
import io.hcbridge.bridge.override.OperatorOverride;
import io.hcbridge.bridge.override.OperatorOverride.State;
import io.hcbridge.bridge.override.Overrides;
import io.hcbridge.bridge.override.SavedResets;
import io.hcbridge.bridge.override.SavedState;
import io.hcbridge.bridge.override.ServiceReport;
import io.hcbridge.bridge.override.file.StateFormat.Document;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.Capacity;
import io.hcbridge.protocol.agent.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the text of the state file. */
final class StateFormatTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Overrides OVERRIDES = new Overrides(
            Optional.of(new OperatorOverride<>(
                    State.DRAIN, Reason.of("deploy 42"), "ann", NOW, Optional.of(NOW.plusSeconds(60)))),
            Optional.of(new OperatorOverride<>(30, Reason.of("deploy 42"), "ann", NOW, Optional.empty())));
    private static final Map<AddressKey, SavedResets> RESETS =
            Map.of(new AddressKey("orders", "127.0.0.2"), new SavedResets(true, false, NOW));
    private static final Map<AddressKey, SavedResets> RESETS_OF_AN_ALIAS =
            Map.of(new AddressKey("orders", "127.0.0.2", "be_shop/web1"), new SavedResets(true, false, NOW));

    @Test
    void versionTwoIsWrittenAndRead() throws IOException {
        ServiceReport report = new ServiceReport(
                Optional.of(Admin.MAINT), new Capacity(OptionalInt.of(0), OptionalInt.of(1)), true, Reason.of("bye"));
        Document document = new Document(
                new SavedState(
                        Map.of("orders", OVERRIDES),
                        RESETS_OF_AN_ALIAS,
                        Map.of(
                                "orders",
                                report,
                                "billing",
                                new ServiceReport(Optional.empty(), Capacity.NONE, true, Reason.NONE)),
                        Map.of("orders", NOW)),
                Optional.of("it was lost"));
        String text = StateFormat.write(document);
        assertThat(text).startsWith("{\n  \"version\" : 2,\n").endsWith("}\n");
        assertThat(StateFormat.read(text)).isEqualTo(document);
        assertThat(StateFormat.read(StateFormat.write(Document.EMPTY))).isEqualTo(Document.EMPTY);
    }

    @Test
    void versionOneIsRead() throws IOException {
        assertThat(StateFormat.read("""
                {
                  "version" : 1,
                  "overrides" : {
                    "orders" : {
                      "state" : {
                        "value" : "drain",
                        "reason" : "deploy 42",
                        "by" : "ann",
                        "since" : "2026-01-02T03:04:05Z",
                        "until" : "2026-01-02T03:05:05Z"
                      },
                      "weight" : {
                        "value" : 30,
                        "reason" : "deploy 42",
                        "by" : "ann",
                        "since" : "2026-01-02T03:04:05Z"
                      }
                    }
                  },
                  "debts" : [ {
                    "target" : "orders",
                    "address" : "127.0.0.2",
                    "ready" : true,
                    "weight" : false,
                    "last-poll" : "2026-01-02T03:04:05Z"
                  } ]
                }
                """))
                .isEqualTo(new Document(
                        new SavedState(Map.of("orders", OVERRIDES), RESETS, Map.of(), Map.of()), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|version: is missing",
                "{'version':0}|version: '0' must be a whole number from 1 to 2147483647",
                "{'version':'1'}|version: '1' must be a number",
                "{'version':1,'overrides':{'a':null}}|overrides.a: is missing",
                "{'version':2,'overrides':{'a':{'state':{'value':'sideways'}}}}|"
                        + "overrides.a.state.value: 'sideways' must be one of up, down, stopped, drain, maint",
                "{'version':1,'debts':[null]}|debts[0]: 'null' must be an object",
                "{'version':1,'debts':{}}|debts: '{}' must be a list",
                "{'version':2,'pending-resets':[{'target':'a','address':'b','last-poll':'yesterday'}]}|"
                        + "pending-resets[0].last-poll: 'yesterday' must be a time like 2026-01-31T12:00:00Z",
                "{'version':2,'pending-resets':[{'target':'a','address':'b','ready':1}]}|"
                        + "pending-resets[0].ready: '1' must be true or false",
                "{'version':2,'reports':{'a':{'admin':'ready'}}}|reports.a.admin: 'ready' must be drain or maint",
                "{'version':2,'reports':{'a':{'weight':101}}}|"
                        + "reports.a.weight: '101' must be a whole number from 0 to 100",
                "{'version':2,'reports':{'a':{'max-connections':0}}}|"
                        + "reports.a.max-connections: '0' must be a whole number from 1 to 2147483647",
                "{'version':2,'ramps':{'a':'now'}}|ramps.a: 'now' must be an object",
                "{'version':2,'ramps':{'a':{}}}|ramps.a.begin: is missing",
                "{'version':2,'loss':7}|loss: '7' must be a string",
            })
    void errorNamesThePathTheValueAndTheRule(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateFormat.read(json.replace('\'', '"')))
                .withMessage(message);
    }
}

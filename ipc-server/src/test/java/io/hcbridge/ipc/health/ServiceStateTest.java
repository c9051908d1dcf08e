/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hcbridge.ipc.check.HealthReport;
import io.hcbridge.ipc.health.ServiceState.State;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.health.HealthKind;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The replies in each state, with a passing check and with a failing check. */
final class ServiceStateTest {
    private static final ServiceState DRAIN = ServiceState.NORMAL.in(State.DRAIN, "deploy 42");
    private static final ServiceState MAINT = ServiceState.NORMAL.in(State.MAINT, "new disk");
    private static final ServiceState STOPPED = ServiceState.NORMAL.in(State.STOPPED, "bye");

    /** A state, the failure of the check (empty if it passes), and the expected replies. */
    record Row(ServiceState mode, String failure, String ping, String status) {
        static Stream<Row> all() {
            return Stream.of(
                    new Row(ServiceState.NORMAL, "", "healthy", "up\n"),
                    new Row(ServiceState.NORMAL, "db gone", "db gone", "down #db gone\n"),
                    new Row(DRAIN, "", "healthy", "drain up #deploy 42\n"),
                    new Row(DRAIN, "db gone", "db gone", "drain down #db gone\n"),
                    new Row(MAINT, "", "healthy", "maint up #new disk\n"),
                    new Row(MAINT, "db gone", "db gone", "maint down #db gone\n"),
                    new Row(STOPPED, "", "bye", "stopped #bye\n"),
                    new Row(STOPPED, "db gone", "bye", "stopped #bye\n"),
                    new Row(
                            ServiceState.NORMAL.in(State.STOPPED, "healthy"),
                            "",
                            HEALTHY_REWORDED,
                            "stopped #healthy\n"),
                    new Row(limited(ServiceState.NORMAL), "", "healthy", "up 50% maxconn:100\n"),
                    new Row(limited(ServiceState.NORMAL), "slow", "slow", "down 50% maxconn:100 #slow\n"),
                    new Row(limited(DRAIN), "", "healthy", "drain up 50% maxconn:100 #deploy 42\n"),
                    new Row(limited(MAINT), "slow", "slow", "maint down 50% maxconn:100 #slow\n"),
                    new Row(limited(STOPPED), "", "bye", "stopped 50% maxconn:100 #bye\n"),
                    new Row(limited(DRAIN).in(State.NORMAL, ""), "", "healthy", "up 50% maxconn:100\n"),
                    new Row(limited(DRAIN).withWeight(NONE).withMaxConnections(NONE), "", "healthy", DRAINED),
                    new Row(
                            ServiceState.NORMAL,
                            " two\r\nlines, \u00e4 ",
                            "two\r\nlines, \u00e4",
                            "down #two lines, ?\n"));
        }
    }

    private static final OptionalInt NONE = OptionalInt.empty();
    private static final String DRAINED = "drain up #deploy 42\n";
    private static final String HEALTHY_REWORDED = "check failed with the message 'healthy'";

    @ParameterizedTest
    @MethodSource("io.hcbridge.ipc.health.ServiceStateTest$Row#all")
    void pingReportsOnlyTheHealth(Row row) {
        assertThat(row.mode().health(report(row.failure()))).asString(UTF_8).isEqualTo(row.ping());
    }

    @ParameterizedTest
    @MethodSource("io.hcbridge.ipc.health.ServiceStateTest$Row#all")
    void statusIsOneAgentLine(Row row) throws Exception {
        String line = new String(row.mode().status(report(row.failure())), UTF_8);

        assertThat(line).isEqualTo(row.status());
        assertThat(AgentReply.parse(line.strip()).render()).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 999_999_999})
    void everyAcceptedNumberCanBeParsed(int maximum) throws Exception {
        ServiceState mode =
                ServiceState.NORMAL.withMaxConnections(OptionalInt.of(maximum)).withWeight(OptionalInt.of(1));

        assertThat(AgentReply.parse(new String(mode.status(report("")), UTF_8).strip())
                        .capacity()
                        .maxConnections())
                .hasValue(maximum);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 101})
    void weightOutOfRangeIsRejected(int percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceState.NORMAL.withWeight(OptionalInt.of(percent)))
                .withMessage("weight: " + percent + " must be 1 to 100 percent");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_000_000_000})
    void maxConnectionsOutOfRangeIsRejected(int maximum) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceState.NORMAL.withMaxConnections(OptionalInt.of(maximum)))
                .withMessage("max connections: " + maximum + " must be 1 to 999999999");
    }

    @Test
    void drainMaintAndStoppedNeedAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceState.NORMAL.in(State.DRAIN, " "))
                .withMessage("drain reason: must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceState.NORMAL.in(State.STOPPED, ""))
                .withMessage("stopped reason: must not be blank");
    }

    private static HealthReport report(String failure) {
        return new HealthReport(HealthKind.READINESS, failure.isEmpty(), failure, OptionalInt.empty(), List.of());
    }

    private static ServiceState limited(ServiceState mode) {
        return mode.withWeight(OptionalInt.of(50)).withMaxConnections(OptionalInt.of(100));
    }
}

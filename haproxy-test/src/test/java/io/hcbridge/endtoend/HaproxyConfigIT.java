/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of {@code hcbridge haproxy-config}. A real HAProxy checks it. */
@Timeout(60)
class HaproxyConfigIT {
    private static final String AGENT =
            "check agent-check agent-addr 127.0.0.1 agent-port 5555 agent-inter 2s agent-send \"orders\\n\"";

    @TempDir
    Path directory;

    private static Script print(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("haproxy-config"));
        all.addAll(List.of(arguments));
        return Script.hcbridge(all.toArray(String[]::new));
    }

    private Script printed(String... arguments) throws Exception {
        Script run = print(arguments);
        assertThat(run.exit()).as(run.stderr()).isZero();
        assertThat(run.stderr()).isEmpty();
        assertThatHaproxyAccepts(run.stdout());
        return run;
    }

    private void assertThatHaproxyAccepts(String backends) throws IOException {
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), """
                defaults
                    mode http
                    timeout connect 1s
                    timeout client 1s
                    timeout server 1s
                frontend any
                    bind 127.0.0.1:1
                """ + backends);
        Tool.Outcome outcome = Tool.HAPROXY.run(List.of("-c", "-f", file.toString()));
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(outcome.output()).doesNotContain("WARNING");
    }

    @Test
    void eachTargetHasABackendWithOneServer() throws Exception {
        assertThat(printed("--target=orders=/srv/orders", "--target=A.b_c-1=/x").stdout())
                .isEqualTo("backend orders\n    server orders1 127.0.0.1:8080 weight 100 " + AGENT + "\n\n"
                        + "backend A.b_c-1\n    server A.b_c-11 127.0.0.1:8080 weight 100 "
                        + AGENT.replace("orders", "A.b_c-1") + "\n\n");
    }

    @Test
    void haproxyAcceptsAllTargetNames() throws Exception {
        printed("--target=0=/x", "--target=" + "x".repeat(64) + "=/x", "--target=a..b--c__=/x", "--target=backend=/x");
    }

    @Test
    void eachAliasIsAServerOfTheBackendThatItNames() throws Exception {
        Path file = Files.writeString(directory.resolve("c.yaml"), """
                targets:
                  orders: {directory: /o, maxconn: 77, aliases: [be_shop/web1, web2, orders/orders1, a/b/c]}
                  search: {directory: /s, aliases: be_shop/web3}
                """);
        String output = printed("--config=" + file).stdout();
        assertThat(output.lines().map(line -> line.replaceAll(" 127.0.0.1:8080 weight 100| check .* 2s", "")))
                .containsExactly(
                        "backend orders",
                        "    server orders1 maxconn 77 agent-send \"orders/orders1\\n\"",
                        "    server web2 maxconn 77 agent-send \"web2\\n\"",
                        "    server a_b_c maxconn 77 agent-send \"a/b/c\\n\"",
                        "",
                        "backend search",
                        "    server search1 agent-send \"search\\n\"",
                        "",
                        "backend be_shop",
                        "    server web1 maxconn 77 agent-send \"be_shop/web1\\n\"",
                        "    server web3 agent-send \"be_shop/web3\\n\"",
                        "");
    }

    @Test
    void serverHasTheMaxconnOfItsTarget() throws Exception {
        Path file = Files.writeString(
                directory.resolve("c.yaml"), "targets: {orders: {directory: /srv/orders, maxconn: 77}}\n");
        assertThat(printed("--config=" + file).stdout()).contains(" weight 100 maxconn 77 check ");
    }

    @Test
    void commentWarnsThatARampNeedsAWeightOf100() throws Exception {
        Path file = Files.writeString(
                directory.resolve("c.yaml"), "targets: {orders: {directory: /srv/orders, ramp: {for: 30s}}}\n");
        assertThat(printed("--config=" + file).stdout())
                .startsWith(
                        "backend orders\n    # The ramp needs weight 100: less than 100 % of HAProxy's default weight"
                                + " of 1 is 0, no traffic.\n    server orders1 ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:7 |             | agent-addr 127.0.0.1 agent-port 7
            [::1]:7     |             | agent-addr ::1 agent-port 7
            localhost:7 |             | agent-addr localhost agent-port 7
            0.0.0.0:7   | 127.0.0.9   | agent-addr 127.0.0.9 agent-port 7
            [::]:7      | ::1         | agent-addr ::1 agent-port 7
            0.0.0.0:7   | localhost   | agent-addr localhost agent-port 7
            """)
    void agentAddressIsTheListenAddressOrTheGivenOne(String listen, String address, String expected) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--target=orders=/x", "--listen=" + listen));
        if (address != null) {
            arguments.add("--agent-addr=" + address);
        }
        assertThat(printed(arguments.toArray(String[]::new)).stdout())
                .contains(expected)
                .doesNotContain("#");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:7, 127.0.0.1", "[::]:7, ::1", "[0:0:0:0:0:0:0:0]:7, ::1"})
    void loopbackAndACommentArePrintedForAWildcardAddress(String listen, String address) throws Exception {
        assertThat(printed("--target=orders=/x", "--listen=" + listen).stdout())
                .startsWith("# agent.listen is " + listen + ", which means all addresses of the bridge's host.")
                .contains("--agent-addr.\n")
                .contains("agent-addr " + address + " agent-port 7");
    }

    @Test
    void serverAndIntervalCanBeSet() throws Exception {
        assertThat(printed("--target=orders=/x", "--server=[::1]:80", "--agent-inter=60s")
                        .stdout())
                .contains("server orders1 [::1]:80 weight")
                .contains("agent-inter 1m ");
        printed("--target=orders=/x", "--agent-inter=24d");
    }

    @Test
    void unixSocketIsPrintedRelativeToHaproxysChroot() throws Exception {
        Script run = printed("--unix", "--target=orders=/x", "--listen=unix:/var/lib/haproxy/hcbridge/agent.sock");
        assertThat(run.stdout()).isEqualTo("""
                        # HAProxy opens the socket as its own user, inside its chroot /var/lib/haproxy.
                        # These servers have no check: addr would send it to the agent's socket, too. A server that needs
                        # a check can track one of them. It follows UP, DOWN, drain and maint, but not the weight.
                        backend orders
                            server orders1 127.0.0.1:8080 weight 100 agent-check addr "unix@/hcbridge/agent.sock" \
                        agent-port 1 agent-inter 2s agent-send "orders\\n"

                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "/run/a.sock, /, /run/a.sock",
        "/run/a b.sock, /, /run/a b.sock",
        "/srv/chroot/run/a.sock, /srv/chroot, /run/a.sock",
        "/srv/chroot/a.sock, /srv/chroot/, /a.sock"
    })
    void chrootCanBeSet(String socket, String chroot, String seen) throws Exception {
        assertThat(printed("--unix", "--target=orders=/x", "--listen=unix:" + socket, "--chroot=" + chroot)
                        .stdout())
                .contains(" addr \"unix@" + seen + "\" agent-port 1 ");
    }

    @ParameterizedTest
    @CsvSource({"/run/a.sock, /var/lib/haproxy", "/var/lib/haproxy2/a.sock, /var/lib/haproxy"})
    void socketOutsideTheChrootIsAWarning(String socket, String chroot) throws Exception {
        Script run = print("--unix", "--target=orders=/x", "--listen=unix:" + socket);
        assertThat(run.exit()).isZero();
        assertThat(run.stdout()).contains("unix@" + socket);
        assertThat(run.stderr())
                .startsWith(
                        "warning: " + socket + " is outside HAProxy's chroot " + chroot + ": HAProxy cannot open it");
    }

    @Test
    void intervalShorterThanTheReplyDeadlineIsAWarning() throws Exception {
        Script run = print("--target=orders=/x", "--agent-inter=999ms");
        assertThat(run.exit()).isZero();
        assertThat(run.stderr()).startsWith("warning: agent-inter 999ms is shorter than agent.reply-deadline (1s): ");
        printed("--target=orders=/x", "--agent-inter=1s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--agent-inter=-1",
                "--agent-inter -1",
                "--agent-inter=0s",
                "--agent-inter=2",
                "--agent-inter=25d",
                "--agent-inter=999999999d",
                "--server=nonsense",
                "--server=a:0",
                "--server=a:65536",
                "--server=a b:80",
                "--server=",
                "--agent-addr=0.0.0.0",
                "--agent-addr=::",
                "--agent-addr=a:b",
                "--agent-addr=",
                "--unix",
                "--chroot=/x",
                "--chroot=x --unix",
                "--listen=unix:/run/a.sock",
                "--listen=127.0.0.1:0",
                "--unix --listen=unix:/run/a.sock --agent-addr=10.0.0.1",
                "--unix --listen=unix:/run/a$HOME.sock",
                "--unix --listen=unix:/run/a\"b.sock",
                "--tls --unix",
                "--tls-bind=127.0.0.1:7",
                "--tls-ca=/x.pem",
                "--tls-crt=/x.pem",
                "--tls --tls-bind=nonsense",
                "--tls",
                "--tls --tls-ca=",
                "--bogus",
                "--server"
            })
    void wrongUsageIsOneLineAndExitCode2(String arguments) throws Exception {
        Script run = print(("--target=orders=/x " + arguments).split(" (?=-)", -1));
        assertThat(run.exit()).as(run.stderr()).isEqualTo(2);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr())
                .doesNotContain("\tat ")
                .contains("Usage: hcbridge haproxy-config")
                .endsWith("Try 'hcbridge haproxy-config --help'.\n");
    }

    @Test
    void tlsLinesForABridgeWithoutTlsAreWrongUsage() throws Exception {
        Script run = print("--target=orders=/x", "--tls");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr())
                .startsWith("--tls: needs agent.tls.certificate, agent.tls.key, agent.tls.client-ca and"
                        + " agent.tls.client-names in the file of --config; without them the bridge has no TLS\n");
    }

    @ParameterizedTest
    @CsvSource({"--tls-bind=127.0.0.1:5555, --tls-bind:", "'--tls-crt=/x\"y.pem', --tls-crt:"})
    void tlsOptionThatCannotBeUsedIsWrongUsage(String option, String problem) throws Exception {
        Script run = print("--config=" + tls(), "--tls", option);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.stderr()).startsWith(problem);
    }

    @Test
    void certificateThatCannotBeReadHereIsAWarning() throws Exception {
        Script run = print("--config=" + tls(), "--tls");
        assertThat(run.exit()).isZero();
        assertThat(run.stdout()).contains(" ssl verify required ").doesNotContain("verifyhost");
        assertThat(run.stderr()).startsWith("warning: /c: ").hasLineCount(1);
    }

    /** Returns a configuration with TLS, whose files are not on this host. */
    private Path tls() throws IOException {
        return Files.writeString(directory.resolve("tls.yaml"), """
                agent: {tls: {certificate: /c, key: /k, client-ca: /a, client-names: b}}
                targets: {orders: {directory: /x}}
                """);
    }

    @Test
    void plainLinesForABridgeWithTlsAreWrongUsage() throws Exception {
        Script run = print("--config=" + tls());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.stderr())
                .startsWith("agent.tls: the bridge does not reply to agent checks without TLS; use --tls");
    }

    @Test
    void invalidConfigurationGivesExitCode78() throws Exception {
        assertThat(print("--target=orders", "--listen=x")).isEqualTo(new Script(78, "", """
                        --listen: 'x' must be HOST:PORT or [IPV6]:PORT or unix:/PATH
                        --target: 'orders' must be NAME=DIRECTORY
                        """));
    }
}

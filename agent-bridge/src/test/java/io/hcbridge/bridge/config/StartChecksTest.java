/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static io.hcbridge.bridge.config.Configs.TARGET;
import static io.hcbridge.bridge.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hcbridge.bridge.override.file.StateFileCheck;
import io.hcbridge.ipc.internal.OwnUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what {@code check-config} finds on the host: everything that would stop a bridge which starts now. */
class StartChecksTest {
    private static final String NO_PORTS = "agent: {listen: '127.0.0.1:0'}\nmetrics: {listen: none}\n";

    @TempDir
    private Path directory;

    private ConfigBuilder file(String yaml) throws IOException {
        return new ConfigBuilder().file(Files.writeString(directory.resolve("c.yaml"), yaml));
    }

    private List<String> found(String yaml) throws IOException {
        return problems(file(yaml).beforeStart(StateFileCheck::problem));
    }

    @Test
    void directoryOfTheGroupMustExist() throws Exception {
        assertThat(found("agent: {listen: '127.0.0.1:0', group: {name: edge, directory: /no-such-directory}}\n"
                        + "metrics: {listen: none}\n" + TARGET))
                .containsExactly(
                        "c.yaml:1: agent.group.name: the directory /no-such-directory does not exist; create it");
    }

    @Test
    void errorsOfKeysAndOfTheHostAreListedTogetherInTheOrderOfTheFile() throws Exception {
        List<String> all = found("""
                        agent:
                          listen: unix:/no-such-directory/agent.sock
                          socket-group: no-such-group
                          reply-deadlin: 1s
                        admin: {socket: /no-such-directory/admin.sock, group: no-such-group}
                        metrics: {listen: 192.0.2.1:9404}
                        targets:
                          a: {exec: {command: [/no-such-program], user: no-such-user}}
                          b: {http: {url: 'https://localhost/', tls: {ca: /no-such-file}, retries: 1}}
                          c: {directory: srv}
                        """);
        // The rule for exec.user depends on the user of this test.
        assertThat(all.stream().filter(text -> !text.contains("exec.user")).toList())
                .containsExactly(
                        "c.yaml:2: agent.listen: the directory /no-such-directory does not exist; create it",
                        "c.yaml:3: agent.socket-group: 'no-such-group' is not a group of this host; create it,"
                                + " or name another group",
                        "c.yaml:4: agent.reply-deadlin: unknown key; did you mean 'reply-deadline'?",
                        "c.yaml:5: admin.socket: the directory /no-such-directory does not exist; create it",
                        "c.yaml:5: admin.group: 'no-such-group' is not a group of this host; create it, or name"
                                + " another group",
                        "c.yaml:6: metrics.listen: cannot listen on 192.0.2.1:9404: cannot assign requested"
                                + " address; no network interface of this host has this address",
                        "c.yaml:8: targets.a: exec.command: /no-such-program does not exist",
                        "c.yaml:9: targets.b: http.tls.ca: /no-such-file: no such file",
                        "c.yaml:9: targets.b.http.retries: unknown key",
                        "c.yaml:10: targets.c.directory: 'srv' must be an absolute path");
    }

    @Test
    void serveChecksGroupsBeforeItsStart() throws Exception {
        assertThat(problems(file("admin: {socket: /run/x.sock, group: no-such-group}\n" + TARGET)
                        .forThisHost()))
                .singleElement()
                .asString()
                .startsWith("c.yaml:1: admin.group: 'no-such-group' is not a group of this host");
    }

    @Test
    void groupOfWhichThisUserIsNoMemberCannotBeUsed() throws Exception {
        String yaml = NO_PORTS + "admin: {socket: %s/a.sock, group: root}\n".formatted(directory) + TARGET;
        assertThat(found(yaml))
                .isEqualTo(
                        OwnUser.uid() == 0
                                ? List.of()
                                : List.of(
                                        "c.yaml:3: admin.group: 'root' cannot be given to a socket by this user; run the"
                                                + " bridge as root or as a member of the group"));
    }

    @Test
    void portAndSocketOfARunningBridgeAreNoErrors() throws Exception {
        Path socket = directory.resolve("agent.sock");
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(socket));
            assertThat(found("agent: {listen: ['127.0.0.1:%d', 'unix:%s']}\nmetrics: {listen: none}\n"
                                    .formatted(port.getLocalPort(), socket)
                            + TARGET))
                    .isEmpty();
        }
    }

    @Test
    void fileInPlaceOfASocketIsAnError() throws Exception {
        Path file = Files.createFile(directory.resolve("admin.sock"));
        assertThat(found(NO_PORTS + "admin: {socket: " + file + "}\n" + TARGET))
                .singleElement()
                .asString()
                .endsWith("exists and is not a socket; choose another path");
    }

    @Test
    void directoryThatThisUserMayNotWriteToIsAnError() throws Exception {
        assumeTrue(OwnUser.uid() != 0, "root may write to every directory");
        Files.setPosixFilePermissions(
                Files.createDirectory(directory.resolve("closed")), PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(found(NO_PORTS + "admin: {socket: " + directory + "/closed/admin.sock}\n" + TARGET))
                .singleElement()
                .asString()
                .contains("admin.socket: this user may not write to the directory");
    }

    @Test
    void hostThatCannotBeResolvedIsAnError() throws Exception {
        assertThat(found("metrics: {listen: none}\nagent: {listen: 'no-such-host.invalid:5555'}\n" + TARGET))
                .containsExactly(
                        "c.yaml:2: agent.listen: cannot listen on no-such-host.invalid:5555: the name cannot be"
                                + " resolved");
    }

    @Test
    void stateFileThatStopsTheStartIsAnError() throws Exception {
        Path state = directory.resolve("state.json");
        String yaml = NO_PORTS + "state-file: " + state + "\n" + TARGET;
        assertThat(found(yaml)).isEmpty();
        Files.writeString(state, "not JSON, which the start sets aside");
        assertThat(found(yaml)).isEmpty();
        assertThat(state).exists();
        Files.writeString(state, "{\"version\": 99}");
        assertThat(found(yaml))
                .singleElement()
                .asString()
                .startsWith("c.yaml:3: state-file: ")
                .contains("cannot be read: it has version 99");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnknownAccountsTest {
    @TempDir
    private Path directory;

    @Test
    void unknownUsersAndGroupsAreWarningsAndNumbersNeedNoAccount() throws Exception {
        Path file = Files.writeString(directory.resolve("c.yaml"), """
                admin:
                  socket: /run/admin.sock
                  readers: ['@no-such-group', root, '4712', '@4712', '@root']
                  operators: [no-such-user]
                targets:
                  a: {directory: /srv/a, user: no-such-user}
                  b: {directory: /srv/b, user: root}
                  c: {directory: /srv/c, user: '4712'}
                  h: {http: {url: 'http://localhost/', socket: /run/h.sock, user: no-such-user}}
                  g: {grpc: {address: 'unix:/run/g.sock', user: no-such-user}}
                  x: {exec: {command: [/bin/true], user: no-such-user}}
                """);

        assertThat(UnknownAccounts.find(new ConfigBuilder().file(file).build()))
                .containsExactly(
                        "admin.readers: unknown group 'no-such-group' (the entry has no effect until the account exists)",
                        "admin.operators: unknown user 'no-such-user' (the entry has no effect until the account exists)",
                        "targets.a.user: unknown user 'no-such-user' (the entry has no effect until the account exists)",
                        "targets.h.http.user: unknown user 'no-such-user' (the entry has no effect until the account exists)",
                        "targets.g.grpc.user: unknown user 'no-such-user' (the entry has no effect until the account exists)",
                        "targets.x.exec.user: unknown user 'no-such-user' (the entry has no effect until the account exists)");
    }
}

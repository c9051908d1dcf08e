/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hcbridge.ipc.internal.transport.Connection;
import io.hcbridge.ipc.internal.transport.ListenerOptions;
import io.hcbridge.ipc.internal.transport.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract test with pipes in memory, on every system, and tests that need pipes in memory. */
class FakePipeTest extends PipeContract {
    private final FakePipes pipes = new FakePipes();

    @Override
    PipeCalls calls() {
        return pipes;
    }

    @Override
    @AfterEach
    void closeAll() throws Exception {
        super.closeAll();
        assertThat(pipes.leaks()).isEmpty();
    }

    @Test
    void nameInUseIsRejected() throws IOException {
        ListenerOptions options = new ListenerOptions(Path.of("taken"), Set.of(), "", Set.of(), Set.of(), 1);
        try (PipeListener first = PipeListener.listen(pipes, options, FakePipeTest::unexpected)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> PipeListener.listen(pipes, options, FakePipeTest::unexpected))
                    .hasMessage("cannot listen on taken: Windows error 5");
        }
    }

    @Test
    void accessIsForTheSystemTheOwnUserAndAdmittedUsers() throws IOException {
        assertThat(PipeAccess.descriptor(pipes, Set.of("probe"), Set.of("go")))
                .isEqualTo("D:P(D;;GA;;;NU)(A;;GA;;;SY)(A;;GA;;;BA)(A;;GA;;;S-)(A;;0x12019b;;;S-probe)(A;;GA;;;S-go)");
    }

    private static Session unexpected(Connection connection) {
        throw new AssertionError("nobody was to come, but " + connection + " did");
    }
}

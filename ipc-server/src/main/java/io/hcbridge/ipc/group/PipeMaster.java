/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Listener;
import io.hcbridge.ipc.ListenerOptions;
import io.hcbridge.ipc.internal.lock.ElectionLock;
import io.hcbridge.ipc.internal.system.SystemTransport;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the lock and the named pipe of a group on Windows. The pipe admits the user of this process, the system and the administrators. No
 * program can remove it. Thread-safe.
 */
final class PipeMaster implements Election.Ports {
    private final GroupSettings settings;

    PipeMaster(GroupSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<ElectionLock> tryAcquire() throws IOException {
        return ElectionLock.tryAcquire(settings.files().lock());
    }

    @Override
    public Tenure open() throws IOException {
        GroupWork work = new GroupWork(settings);
        ListenerOptions options = new ListenerOptions(
                settings.files().socket(),
                settings.socketMode(),
                settings.socketGroup(),
                Set.of(),
                Set.of(),
                settings.maxConnections());
        try {
            return new PipeTenure(
                    SystemTransport.get().listen(options, connection -> GroupSession.onPipe(connection, work)), work);
        } catch (IOException | RuntimeException | Error e) {
            work.close();
            throw e;
        }
    }

    private record PipeTenure(Listener listener, GroupWork work) implements Tenure {
        @Override
        public boolean maintain() {
            return false;
        }

        @Override
        public void close() throws IOException {
            try (work) {
                listener.close();
            }
        }
    }
}

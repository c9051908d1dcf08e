/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.transport;

import java.io.IOException;

/** A local socket that accepts connections. One daemon thread at a time serves it. Thread-safe. */
public interface Listener extends AutoCloseable {
    /** Stops listening, closes all connections and waits at most 2 s for the thread to end. A second call has no effect. */
    @Override
    void close() throws IOException;
}

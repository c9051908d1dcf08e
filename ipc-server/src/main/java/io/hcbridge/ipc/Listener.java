/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc;

import java.io.IOException;

/** A place where others can speak to this process, served by one daemon thread. Thread-safe. */
public interface Listener extends AutoCloseable {
    /** Stops listening, closes all connections and waits for the thread to end; at once the second time. */
    @Override
    void close() throws IOException;
}

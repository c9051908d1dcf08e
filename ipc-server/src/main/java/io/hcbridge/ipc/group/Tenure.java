/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import java.io.Closeable;
import java.io.IOException;

/** What a master has opened: the group's socket. */
interface Tenure extends Closeable {
    /**
     * Checks that clients reach this master, and restores the socket otherwise.
     *
     * @return whether it was restored
     * @throws IOException if it cannot be restored
     */
    boolean maintain() throws IOException;

    /** Stops serving. After this, no client receives a reply. */
    @Override
    void close() throws IOException;
}

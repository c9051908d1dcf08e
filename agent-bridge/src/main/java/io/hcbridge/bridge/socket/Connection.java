/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One connection. Never blocks. Belongs to its event loop. */
public interface Connection {
    /**
     * What has come, at most 8 KiB of it: empty if that is nothing, null if nothing will come any more. The buffer belongs to the
     * loop, and is to be consumed before anything else is read.
     *
     * @throws IOException if the peer is gone
     */
    @Nullable
    ByteBuffer read() throws IOException;

    /** Calls once when {@link #read} will bring something, be it the end; to be asked for anew after each call. */
    void onReadable(Runnable reader);

    /**
     * Writes a line, which a connection that has written nothing yet always takes whole.
     *
     * @throws IOException if the peer is gone
     */
    void write(byte[] line) throws IOException;

    /** Says that nothing more will be written. */
    void endOutput();

    /**
     * Who is there, for a person, as far as this system tells; of a unix socket only.
     *
     * @throws IOException if the peer is gone
     */
    String peer() throws IOException;

    /** Idempotent; nobody is called any more. */
    void close();
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import io.netty.channel.IoEventLoop;
import java.nio.ByteBuffer;

/**
 * What the connections of one loop share.
 *
 * @param buffer whatever is read or written in one turn
 */
record SocketLoop(IoEventLoop events, ByteBuffer buffer) {
    private static final int READ_BYTES = 8192;

    static SocketLoop of(IoEventLoop events) {
        return new SocketLoop(events, ByteBuffer.allocateDirect(READ_BYTES));
    }
}

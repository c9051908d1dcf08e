/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.metrics;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;

/** Appends bytes to a buffer. */
final class BufferOutputStream extends OutputStream {
    private final Buffer buffer;

    BufferOutputStream(Buffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public void write(int octet) {
        buffer.appendByte((byte) octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        buffer.appendBytes(bytes, from, length);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import java.util.Arrays;
import java.util.function.Consumer;

/** Memory of one operation. It records whether the operation is pending. */
final class FakeOperation implements Operation {
    private final long id;
    private final byte[] buffer;
    private final Consumer<FakeOperation> onFree;
    private volatile boolean busy;

    FakeOperation(long id, int capacity, Consumer<FakeOperation> onFree) {
        this.id = id;
        this.buffer = new byte[capacity];
        this.onFree = onFree;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public int capacity() {
        return buffer.length;
    }

    @Override
    public void put(byte[] bytes, int offset, int count) {
        System.arraycopy(bytes, offset, buffer, 0, count);
    }

    @Override
    public byte[] take(int count) {
        return Arrays.copyOf(buffer, count);
    }

    @Override
    public void free() {
        requireNotPending();
        onFree.accept(this);
    }

    void markStarted() {
        busy = true;
    }

    void ended() {
        busy = false;
    }

    void requireNotPending() {
        if (busy) {
            throw new IllegalStateException("the operation is still under way");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** An {@code OVERLAPPED} structure followed by a buffer, in native memory. The garbage collector does not move it. */
final class NativeOperation implements Operation {
    private static final int OVERLAPPED_BYTES = 32;

    private final Memory memory;
    private final int capacity;

    NativeOperation(int capacity) {
        this.memory = new Memory(OVERLAPPED_BYTES + (long) capacity);
        this.capacity = capacity;
    }

    @Override
    public long id() {
        return Pointer.nativeValue(memory);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void put(byte[] bytes, int offset, int count) {
        memory.write(OVERLAPPED_BYTES, bytes, offset, count);
    }

    @Override
    public byte[] take(int count) {
        return memory.getByteArray(OVERLAPPED_BYTES, count);
    }

    @Override
    public void free() {
        memory.close();
    }

    /** Clears the {@code OVERLAPPED} for a new operation and returns its address. */
    Pointer clearOverlapped() {
        memory.clear(OVERLAPPED_BYTES);
        return memory;
    }

    /** Returns the address of the {@code OVERLAPPED} of the current operation. */
    Pointer overlapped() {
        return memory;
    }

    Pointer buffer() {
        return memory.share(OVERLAPPED_BYTES);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

/**
 * The native memory of one overlapped operation. Windows uses this memory until the completion is taken from the port, even if the
 * handle is closed before. The memory must stay reachable until then.
 */
interface Operation {
    /** Returns the id by which a completion names its operation; never 0. */
    long id();

    int capacity();

    void put(byte[] bytes, int offset, int count);

    /** Returns the first {@code count} bytes of the buffer. */
    byte[] take(int count);

    /** Frees the memory at once. */
    void free();
}

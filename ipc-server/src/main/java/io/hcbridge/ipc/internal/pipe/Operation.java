/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

/**
 * Memory that the system uses on its own from the beginning of an operation until its completion has been taken from the port, even
 * if the handle is closed before. So it must stay reachable that long.
 */
interface Operation {
    /** What the completion is known by, never 0. */
    long id();

    int capacity();

    void put(byte[] bytes, int offset, int count);

    /** The first {@code count} bytes of the buffer. */
    byte[] take(int count);

    /** Gives the memory back at once. */
    void free();
}

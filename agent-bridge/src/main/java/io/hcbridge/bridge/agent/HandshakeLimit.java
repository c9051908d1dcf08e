/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

/** Bounds the handshakes that may be open, because anyone can begin one. Belongs to the event loop. */
final class HandshakeLimit {
    /**
     * Heap that a client may occupy before its certificate is known. Measured: 17 KiB after a usual greeting, and 105 KiB where the
     * client sends a greeting and a certificate of 32 KiB each, the most that the JDK takes, and stops before their end.
     */
    private static final int BYTES_EACH = 128 * 1024;

    /** Handshakes may fill a half of the heap. The rest is for everything else. */
    private static final int SHARE = 2;

    private final int most;
    private int open;

    HandshakeLimit(int most) {
        this.most = most;
    }

    /** The limit for a heap that may grow to {@code bytes}. */
    static HandshakeLimit ofHeap(long bytes) {
        return new HandshakeLimit((int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / SHARE / BYTES_EACH)));
    }

    int most() {
        return most;
    }

    boolean isReached() {
        return open >= most;
    }

    void opened() {
        open++;
    }

    void ended() {
        open--;
    }
}

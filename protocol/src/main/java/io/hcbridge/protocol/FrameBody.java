/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Collects the body of a message whose length is known, from bytes that arrive in chunks of any size. The memory grows with the bytes that
 * have arrived, not with the length. Not thread-safe.
 */
public final class FrameBody {
    private static final int INITIAL_BYTES = 512;

    private byte[] bytes = new byte[0];
    private int count;

    /**
     * Consumes the bytes up to the end of the body, or all bytes if the body is incomplete.
     *
     * @param length length of the whole body, the same in each call for a body
     * @return the body when it is complete; the next call begins another body
     */
    public Optional<byte[]> feed(ByteBuffer from, int length) {
        int more = Math.min(from.remaining(), length - count);
        if (count + more > bytes.length) {
            int grown = Math.max(count + more, Math.max(INITIAL_BYTES, 2 * bytes.length));
            bytes = Arrays.copyOf(bytes, Math.min(length, grown));
        }
        from.get(bytes, count, more);
        count += more;
        if (count < length) {
            return Optional.empty();
        }
        byte[] body = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        bytes = new byte[0];
        count = 0;
        return Optional.of(body);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.fuzz;

import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.group.GroupFrameDecoder;
import io.hcbridge.protocol.group.GroupPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Feeds bytes to the decoder of groups. A packet that it accepts must have the same bytes after it was written and read again. */
public final class GroupFuzzTarget {
    private GroupFuzzTarget() {}

    /** Called by Jazzer for each input. Any exception is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Optional<GroupPacket> packet = decode(input);
            if (packet.isPresent()) {
                byte[] written = packet.get().frame();
                byte[] again = decode(written).orElseThrow().frame();
                if (!Arrays.equals(written, again)) {
                    throw new AssertionError(packet.get() + " changes when it is written and read");
                }
            }
        } catch (ProtocolException e) {
            // The input was refused, as it should be.
        }
    }

    private static Optional<GroupPacket> decode(byte[] bytes) throws ProtocolException {
        GroupFrameDecoder decoder = new GroupFrameDecoder();
        decoder.admitted();
        return decoder.feed(ByteBuffer.wrap(bytes));
    }
}

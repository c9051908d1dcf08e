/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import io.hcbridge.ipc.internal.transport.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** The input of a socket with one deadline for all reads. */
final class DeadlineInput extends InputStream {
    private final Socket socket;
    private final Deadline deadline;

    DeadlineInput(Socket socket, Deadline deadline) {
        this.socket = socket;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long left = deadline.remainingMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("the other process is too slow");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        return socket.getInputStream().read(bytes, offset, length);
    }
}

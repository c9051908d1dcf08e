/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A pipe for the output of a process. Reads do not block. The pipe of the JDK is not suitable: a read blocks as long as any process holds
 * the write end, closing the pipe does not end that read, and the JVM reads all the output into memory when the process ends. Not
 * thread-safe.
 */
final class OutputPipe implements AutoCloseable {
    /** Maximum size of the output that is kept. Further output is read and discarded, because a full pipe would block the writer. */
    static final int MAX_KEPT = 4096;

    private static final int CHUNK = 1 << 14;
    private static final int MOST_CHUNKS = 8;

    private final FileDescriptor readEnd;
    private final FileDescriptor writeEnd;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private final byte[] kept = new byte[MAX_KEPT];
    private int length;
    private boolean isEnded;
    private boolean isWriteEndClosed;

    private OutputPipe(FileDescriptor readEnd, FileDescriptor writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    static OutputPipe open() throws LaunchException {
        // Also loads the native library, to which the pipe belongs.
        if (!Epoll.isAvailable()) {
            throw new LaunchException(
                    "cannot open a pipe: Netty's native library is not available", Epoll.unavailabilityCause());
        }
        try {
            FileDescriptor[] ends = FileDescriptor.pipe();
            return new OutputPipe(ends[0], ends[1]);
        } catch (IOException e) {
            throw new LaunchException("cannot open a pipe: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the write end. Must be called before {@link #started}. It is opened again by this path, because Netty's descriptor has the
     * flag for non-blocking writes.
     */
    File writeEnd() {
        return new File("/proc/self/fd/" + writeEnd.intValue());
    }

    /** Closes the write end. Must be called when the process has its own copy of it. */
    void started() throws IOException {
        isWriteEndClosed = true;
        writeEnd.close();
    }

    /**
     * Reads the available output, at most {@value #MOST_CHUNKS} times {@value #CHUNK} bytes.
     *
     * @return whether bytes were read
     */
    boolean drain() throws IOException {
        boolean isRead = false;
        for (int i = 0; i < MOST_CHUNKS && !isEnded; i++) {
            chunk.clear();
            int count = readEnd.read(chunk, 0, CHUNK);
            if (count == 0) {
                break;
            }
            isEnded = count < 0;
            if (count > 0) {
                isRead = true;
                keep(count);
            }
        }
        return isRead;
    }

    /** Returns whether a process can still write, according to the last {@link #drain}. */
    boolean isHeld() {
        return !isEnded;
    }

    /** Returns the start of the output. */
    String text() {
        return new String(kept, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        try {
            if (!isWriteEndClosed) {
                writeEnd.close();
            }
        } finally {
            readEnd.close();
        }
    }

    private void keep(int count) {
        int more = Math.min(count, MAX_KEPT - length);
        chunk.get(0, kept, length, more);
        length += more;
    }
}

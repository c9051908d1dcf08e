/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.exec;

import io.netty.channel.unix.FileDescriptor;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A pipe that a process writes to, and that is read without waiting. The JDK's own pipe is not used: a read of it blocks for as long as any
 * process holds the other end, closing it does not end that read, and the JVM reads all of it into memory when the process ends. Not
 * thread-safe.
 */
final class OutputPipe implements AutoCloseable {
    /** What is kept; the rest is read and dropped, so that the writer is not stopped. */
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
        try {
            FileDescriptor[] ends = FileDescriptor.pipe();
            return new OutputPipe(ends[0], ends[1]);
        } catch (IOException e) {
            throw new LaunchException("cannot open a pipe: " + e.getMessage(), e);
        }
    }

    /** The end to write to, until {@link #started}. Opened anew by this name it does not have Netty's flag for non-blocking writes. */
    File writeEnd() {
        return new File("/proc/self/fd/" + writeEnd.intValue());
    }

    /** To be called when the process has its copy of the end to write to. */
    void started() throws IOException {
        isWriteEndClosed = true;
        writeEnd.close();
    }

    /**
     * Reads what has been written, at most {@value #CHUNK} bytes {@value #MOST_CHUNKS} times.
     *
     * @return whether anything was read
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

    /** Whether some process can still write, as far as {@link #drain} has seen. */
    boolean isHeld() {
        return !isEnded;
    }

    /** The beginning of what was written. */
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

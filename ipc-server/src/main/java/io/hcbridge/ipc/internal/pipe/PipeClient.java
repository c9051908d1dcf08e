/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import io.hcbridge.ipc.internal.pipe.PipeCalls.Completion;
import io.hcbridge.ipc.internal.transport.ClientConnection;
import io.hcbridge.ipc.internal.transport.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** The client side of a pipe. It has its own completion port. Not thread-safe. */
final class PipeClient implements ClientConnection {
    private static final long RETRY_MILLIS = 10;
    /** An interrupt does not end a wait on a port. Therefore a wait is split into steps of this length. */
    private static final int TURN_MILLIS = 50;

    private static final int BUFFER_BYTES = 4096;

    private final PipeCalls calls;
    private final long port;
    private final long handle;

    private PipeClient(PipeCalls calls, long port, long handle) {
        this.calls = calls;
        this.port = port;
        this.handle = handle;
    }

    /**
     * Connects.
     *
     * @throws ConnectException if the pipe does not exist
     * @throws IOException if all instances are busy until the deadline, or the pipe cannot be opened
     */
    static PipeClient connect(PipeCalls calls, Path pipe, Deadline deadline) throws IOException {
        long handle = open(calls, pipe, deadline);
        long port = 0;
        try {
            port = calls.createPort();
            calls.attach(port, handle);
            return new PipeClient(calls, port, handle);
        } catch (IOException e) {
            calls.close(handle);
            if (port != 0) {
                calls.close(port);
            }
            throw e;
        }
    }

    @Override
    public void send(byte[] bytes, Deadline deadline) {
        Operation operation = calls.operation(bytes.length);
        operation.put(bytes, 0, bytes.length);
        // The result is ignored: the server may have replied and closed without reading.
        finish(operation, calls.write(handle, operation, bytes.length), deadline);
        operation.free();
    }

    @Override
    public int receive(ByteBuffer buffer, Deadline deadline) {
        Operation operation = calls.operation(Math.min(BUFFER_BYTES, buffer.remaining()));
        Completion end = finish(operation, calls.read(handle, operation), deadline);
        int count = switch (end.error()) {
            case PipeCalls.OK -> end.bytes();
            case PipeCalls.OPERATION_ABORTED -> 0;
            default -> -1;
        };
        if (count > 0) {
            buffer.put(operation.take(count));
        }
        operation.free();
        return count;
    }

    @Override
    public Optional<UserPrincipal> peer() {
        return Optional.empty();
    }

    @Override
    public void close() {
        calls.close(handle);
        calls.close(port);
    }

    /** Waits for the end of an operation. Cancels it at the deadline or after an interrupt. */
    private Completion finish(Operation operation, int code, Deadline deadline) {
        if (code != PipeCalls.OK && code != PipeCalls.IO_PENDING) {
            return new Completion(operation.id(), code, 0);
        }
        Completion end = null;
        while (end == null && !deadline.isOver() && !Thread.currentThread().isInterrupted()) {
            end = calls.await(port, (int) Math.min(TURN_MILLIS, deadline.remainingMillis()));
        }
        if (end == null) {
            calls.cancel(handle, operation);
        }
        // Windows uses the memory until the completion, which is posted for a cancelled operation, too.
        while (end == null) {
            end = calls.await(port, TURN_MILLIS);
        }
        return end;
    }

    private static long open(PipeCalls calls, Path pipe, Deadline deadline) throws IOException {
        while (true) {
            try {
                return calls.open(pipe.toString());
            } catch (PipeException e) {
                if (e.code() == PipeCalls.FILE_NOT_FOUND) {
                    throw new ConnectException(
                            "cannot connect to " + pipe + ": it does not exist; is the service running?");
                }
                if (e.code() != PipeCalls.PIPE_BUSY || !deadline.pause(RETRY_MILLIS)) {
                    throw e;
                }
            }
        }
    }
}

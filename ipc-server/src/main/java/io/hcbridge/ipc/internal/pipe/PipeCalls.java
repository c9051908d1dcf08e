/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import org.jspecify.annotations.Nullable;

/**
 * Windows' functions for named pipes. All operations are overlapped, and completion ports report their ends. Handles are numbers. A
 * method that begins an operation returns Windows' error code.
 *
 * <p>After {@link #OK} and {@link #IO_PENDING}, Windows posts a completion. After any other code it posts none (measured).
 */
public interface PipeCalls {
    int OK = 0;
    /** There is no pipe with this name. */
    int FILE_NOT_FOUND = 2;
    /** The peer has closed its end, and all its bytes have been read. */
    int BROKEN_PIPE = 109;
    /** All instances of the pipe are in use. */
    int PIPE_BUSY = 231;
    /** For a connect: the client has connected and already disconnected. For a write: the peer has closed its end. */
    int NO_DATA = 232;
    /** A client has already connected. */
    int PIPE_CONNECTED = 535;
    /** The operation was cancelled. */
    int OPERATION_ABORTED = 995;
    /** The operation has started and is not finished. */
    int IO_PENDING = 997;
    /** There was nothing to cancel. */
    int NOT_FOUND = 1168;

    /**
     * The end of an operation.
     *
     * @param operation {@link Operation#id()} of the operation; 0 for a {@link #wake}
     * @param error Windows' error code
     * @param bytes number of bytes that were read or written
     */
    record Completion(long operation, int error, int bytes) {}

    /** Allocates the memory of an operation, with a buffer of {@code capacity} bytes. It serves one operation at a time. */
    Operation operation(int capacity);

    long createPort() throws PipeException;

    /**
     * Creates an instance of a pipe. It rejects clients on other machines.
     *
     * @param first whether to fail if the pipe already exists
     * @param access the security descriptor in SDDL
     */
    long createInstance(String pipe, boolean first, String access) throws PipeException;

    /** Connects to a pipe as a client. The server cannot impersonate this client. */
    long open(String pipe) throws PipeException;

    /** Lets Windows post the completions of this handle's operations to the port. */
    void attach(long port, long handle) throws PipeException;

    /** Waits for a client. */
    int connect(long handle, Operation operation);

    /** Reads into the operation's buffer. */
    int read(long handle, Operation operation);

    /** Writes {@code count} bytes from the operation's buffer. */
    int write(long handle, Operation operation, int count);

    /** Cancels an operation. Its completion is posted nevertheless. */
    int cancel(long handle, Operation operation);

    /** Closes a pipe's handle or a port. The peer can still read the written bytes. Pending operations end with a completion. */
    void close(long handle);

    /** Waits for the next completion of a port. Returns null after {@code millis}. */
    @Nullable
    Completion await(long port, int millis);

    /** Lets an {@link #await} return a completion whose operation is 0. */
    void wake(long port);

    /** Returns the security identifier (SID) of a user. An empty name stands for the user of the process. */
    String sid(String user) throws PipeException;
}

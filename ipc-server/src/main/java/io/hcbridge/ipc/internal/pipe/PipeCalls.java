/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import org.jspecify.annotations.Nullable;

/**
 * What the system does for named pipes, all of it overlapped and reported through completion ports. Handles are numbers; a call
 * that begins an operation returns the system's error code.
 *
 * <p>Which codes come with a completion was measured: with {@link #OK} and {@link #IO_PENDING} one is posted, with any other none.
 */
public interface PipeCalls {
    int OK = 0;
    /** No pipe of this name, not even a busy one. */
    int FILE_NOT_FOUND = 2;
    /** The peer has closed its end; what it sent before has been read. */
    int BROKEN_PIPE = 109;
    /** All instances of the pipe are taken at this moment. */
    int PIPE_BUSY = 231;
    /** The client came and has gone again, or, for a write, the peer has closed its end. */
    int NO_DATA = 232;
    /** A client was there before it was asked for. */
    int PIPE_CONNECTED = 535;
    /** The operation was cancelled. */
    int OPERATION_ABORTED = 995;
    /** The operation is under way. */
    int IO_PENDING = 997;
    /** There was nothing to cancel. */
    int NOT_FOUND = 1168;

    /**
     * The end of an operation.
     *
     * @param operation by {@link Operation#id()}; 0 for a {@link #wake}
     * @param bytes how many were moved
     */
    record Completion(long operation, int error, int bytes) {}

    /** Memory for one operation at a time, with a buffer of so many bytes. */
    Operation operation(int capacity);

    long createPort() throws PipeException;

    /**
     * Makes one more instance of a pipe, on which nobody from another machine can connect.
     *
     * @param first whether it must be the only one
     * @param access the security descriptor, in the system's own language for it
     */
    long createInstance(String pipe, boolean first, String access) throws PipeException;

    /** Connects to a pipe as a client that the server cannot impersonate. */
    long open(String pipe) throws PipeException;

    /** Has the completions of a handle's operations posted to the port. */
    void attach(long port, long handle) throws PipeException;

    /** Waits for a client. */
    int connect(long handle, Operation operation);

    /** Reads into the operation's buffer. */
    int read(long handle, Operation operation);

    /** Writes {@code count} bytes from the operation's buffer. */
    int write(long handle, Operation operation, int count);

    /** Ends an operation early; its completion comes nevertheless. */
    int cancel(long handle, Operation operation);

    /** Ends a pipe's end or a port. What was written is still there for the peer; pending operations end with a completion. */
    void close(long handle);

    /** The next completion of a port; null if none comes in time. */
    @Nullable
    Completion await(long port, int millis);

    /** Has an {@link #await} return with a completion whose operation is 0. */
    void wake(long port);

    /** The name that the system's access rules have for a user; an empty name stands for the process's own. */
    String sid(String user) throws PipeException;
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import io.hcbridge.ipc.internal.transport.Transport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named pipes in memory, with the error codes and completions of Windows (measured). Thread-safe.
 *
 * <p>Wrong use throws: use of a closed handle, reuse of a pending operation, memory that is freed too early. {@link #leaks} reports memory
 * that is never freed.
 */
public final class FakePipes implements PipeCalls {
    private static final int ACCESS_DENIED = 5;

    // Guarded by this.
    private final Map<Long, FakePort> ports = new HashMap<>();
    private final Map<Long, FakeEnd> ends = new LinkedHashMap<>();
    private final Set<FakeOperation> operations = new HashSet<>();
    private long lastHandle;

    /** Returns a transport with these pipes. */
    public Transport transport() {
        return new PipeTransport(this);
    }

    @Override
    public synchronized Operation operation(int capacity) {
        FakeOperation operation = new FakeOperation(++lastHandle, capacity, this::freed);
        operations.add(operation);
        return operation;
    }

    @Override
    public synchronized long createPort() {
        ports.put(++lastHandle, new FakePort());
        return lastHandle;
    }

    @Override
    public synchronized long createInstance(String pipe, boolean first, String access) throws PipeException {
        if (first && ends.values().stream().anyMatch(end -> end.isServerOf(pipe))) {
            throw new PipeException("cannot listen on " + pipe, ACCESS_DENIED);
        }
        ends.put(++lastHandle, new FakeEnd(pipe));
        return lastHandle;
    }

    @Override
    public synchronized long open(String pipe) throws PipeException {
        boolean exists = false;
        for (FakeEnd server : ends.values()) {
            exists |= server.isServerOf(pipe);
            if (server.isServerOf(pipe) && server.isFree()) {
                FakeEnd client = new FakeEnd("");
                server.join(client);
                ends.put(++lastHandle, client);
                return lastHandle;
            }
        }
        throw new PipeException("cannot connect to " + pipe, exists ? PIPE_BUSY : FILE_NOT_FOUND);
    }

    @Override
    public synchronized void attach(long port, long handle) {
        end(handle).attach(port(port));
    }

    @Override
    public synchronized int connect(long handle, Operation operation) {
        return end(handle).connect(idle(operation));
    }

    @Override
    public synchronized int read(long handle, Operation operation) {
        return end(handle).read(idle(operation));
    }

    @Override
    public synchronized int write(long handle, Operation operation, int count) {
        return end(handle).write(idle(operation), count);
    }

    @Override
    public synchronized int cancel(long handle, Operation operation) {
        return end(handle).cancel((FakeOperation) operation);
    }

    @Override
    public synchronized void close(long handle) {
        if (ports.remove(handle) == null) {
            end(handle).close();
            ends.remove(handle);
        }
    }

    @Override
    public @Nullable Completion await(long handle, int millis) {
        FakePort port;
        synchronized (this) {
            port = port(handle);
        }
        return port.await(millis);
    }

    @Override
    public synchronized void wake(long port) {
        port(port).post(new Completion(0, OK, 0));
    }

    @Override
    public String sid(String user) {
        return "S-" + user;
    }

    /** Describes handles that are not closed and memory that is not freed; empty if there are none. */
    public synchronized String leaks() {
        return ends.isEmpty() && ports.isEmpty() && operations.isEmpty()
                ? ""
                : ends.size() + " ends, " + ports.size() + " ports, " + operations.size() + " operations";
    }

    private synchronized void freed(FakeOperation operation) {
        if (!operations.remove(operation)) {
            throw new IllegalStateException("memory given back twice");
        }
    }

    private FakeOperation idle(Operation operation) {
        FakeOperation fake = (FakeOperation) operation;
        if (!operations.contains(fake)) {
            throw new IllegalStateException("memory used after it was given back");
        }
        fake.requireNotPending();
        return fake;
    }

    private FakeEnd end(long handle) {
        FakeEnd end = ends.get(handle);
        if (end == null) {
            throw new IllegalStateException("handle " + handle + " is not open");
        }
        return end;
    }

    private FakePort port(long handle) {
        FakePort port = ports.get(handle);
        if (port == null) {
            throw new IllegalStateException("port " + handle + " is not open");
        }
        return port;
    }
}

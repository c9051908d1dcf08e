/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** Calls Windows' functions through JNA. */
public final class WindowsPipeCalls implements PipeCalls {
    private static final long INVALID_HANDLE = -1;
    private static final int WAIT_TIMEOUT = 258;

    private static final int PIPE_ACCESS_DUPLEX = 0x3;
    private static final int FILE_FLAG_OVERLAPPED = 0x40000000;
    private static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x80000;
    private static final int PIPE_REJECT_REMOTE_CLIENTS = 0x8;
    private static final int PIPE_UNLIMITED_INSTANCES = 255;
    /** The rights that the pipe's security descriptor grants to clients. Generic writing would include creating instances. */
    private static final int READ_AND_WRITE = 0x12019b;

    private static final int OPEN_EXISTING = 3;
    private static final int SECURITY_SQOS_PRESENT_ANONYMOUS = 0x100000;
    private static final int SDDL_REVISION = 1;
    private static final int SECURITY_ATTRIBUTES_BYTES = 24;

    private final Kernel32Pipes kernel = Kernel32Pipes.LOADED;

    @Override
    public Operation operation(int capacity) {
        return new NativeOperation(capacity);
    }

    @Override
    public long createPort() throws PipeException {
        return valid(kernel.CreateIoCompletionPort(INVALID_HANDLE, 0, 0, 1), "cannot create a completion port", 0);
    }

    @Override
    public long createInstance(String pipe, boolean first, String access) throws PipeException {
        PointerByReference descriptor = new PointerByReference();
        if (!Advapi32Pipes.LOADED.ConvertStringSecurityDescriptorToSecurityDescriptorW(
                new WString(access), SDDL_REVISION, descriptor, null)) {
            throw failure("cannot convert the security descriptor " + access + " of " + pipe);
        }
        try (Memory attributes = new Memory(SECURITY_ATTRIBUTES_BYTES)) {
            attributes.clear();
            attributes.setInt(0, SECURITY_ATTRIBUTES_BYTES);
            attributes.setPointer(Native.POINTER_SIZE, descriptor.getValue());
            int mode = PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0);
            long handle = kernel.CreateNamedPipeW(
                    new WString(pipe),
                    mode,
                    PIPE_REJECT_REMOTE_CLIENTS,
                    PIPE_UNLIMITED_INSTANCES,
                    PipeConnection.BUFFER_BYTES,
                    PipeConnection.BUFFER_BYTES,
                    0,
                    attributes);
            return valid(handle, "cannot listen on " + pipe, INVALID_HANDLE);
        } finally {
            kernel.LocalFree(descriptor.getValue());
        }
    }

    @Override
    public long open(String pipe) throws PipeException {
        int flags = FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT_ANONYMOUS;
        long handle = kernel.CreateFileW(new WString(pipe), READ_AND_WRITE, 0, null, OPEN_EXISTING, flags, 0);
        return valid(handle, "cannot connect to " + pipe, INVALID_HANDLE);
    }

    @Override
    public void attach(long port, long handle) throws PipeException {
        valid(kernel.CreateIoCompletionPort(handle, port, 0, 0), "cannot attach to a completion port", 0);
    }

    @Override
    public int connect(long handle, Operation operation) {
        return code(kernel.ConnectNamedPipe(handle, ((NativeOperation) operation).clearOverlapped()));
    }

    @Override
    public int read(long handle, Operation operation) {
        NativeOperation memory = (NativeOperation) operation;
        return code(kernel.ReadFile(handle, memory.buffer(), memory.capacity(), null, memory.clearOverlapped()));
    }

    @Override
    public int write(long handle, Operation operation, int count) {
        NativeOperation memory = (NativeOperation) operation;
        return code(kernel.WriteFile(handle, memory.buffer(), count, null, memory.clearOverlapped()));
    }

    @Override
    public int cancel(long handle, Operation operation) {
        return code(kernel.CancelIoEx(handle, ((NativeOperation) operation).overlapped()));
    }

    @Override
    public void close(long handle) {
        kernel.CloseHandle(handle);
    }

    @Override
    public @Nullable Completion await(long port, int millis) {
        IntByReference bytes = new IntByReference();
        PointerByReference key = new PointerByReference();
        PointerByReference overlapped = new PointerByReference();
        boolean ok = kernel.GetQueuedCompletionStatus(port, bytes, key, overlapped, millis);
        int error = ok ? OK : Native.getLastError();
        Pointer operation = overlapped.getValue();
        if (operation != null) {
            return new Completion(Pointer.nativeValue(operation), error, bytes.getValue());
        }
        if (ok) {
            return new Completion(0, OK, 0);
        }
        if (error == WAIT_TIMEOUT) {
            return null;
        }
        throw new LastErrorException(error);
    }

    @Override
    public void wake(long port) {
        kernel.PostQueuedCompletionStatus(port, 0, 0, null);
    }

    @Override
    public String sid(String user) throws PipeException {
        try {
            return user.isEmpty() ? ownSid() : Advapi32Util.getAccountByName(user).sidString;
        } catch (Win32Exception e) {
            throw new PipeException("admitted user " + user + " does not exist", e.getErrorCode());
        }
    }

    private static String ownSid() {
        WinNT.HANDLEByReference token = new WinNT.HANDLEByReference();
        if (!Advapi32.INSTANCE.OpenProcessToken(Kernel32.INSTANCE.GetCurrentProcess(), WinNT.TOKEN_QUERY, token)) {
            throw new Win32Exception(Native.getLastError());
        }
        try {
            return Advapi32Util.getTokenAccount(token.getValue()).sidString;
        } finally {
            Kernel32.INSTANCE.CloseHandle(token.getValue());
        }
    }

    private static int code(boolean ok) {
        return ok ? OK : Native.getLastError();
    }

    private static long valid(long handle, String what, long invalid) throws PipeException {
        if (handle == invalid) {
            throw failure(what);
        }
        return handle;
    }

    private static PipeException failure(String what) {
        return new PipeException(what, Native.getLastError());
    }
}

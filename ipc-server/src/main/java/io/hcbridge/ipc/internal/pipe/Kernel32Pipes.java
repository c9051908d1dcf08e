/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Functions of {@code kernel32.dll}, with their original names. Handles are numbers. jna-platform lacks some of these functions. Its
 * reads and writes take a {@code byte[]}, which JNA copies to temporary memory: an overlapped operation would write into memory that
 * JNA has already freed.
 */
interface Kernel32Pipes extends StdCallLibrary {
    Kernel32Pipes LOADED = Native.load("kernel32", Kernel32Pipes.class);

    long CreateIoCompletionPort(long file, long port, long key, int threads);

    long CreateNamedPipeW(
            WString name,
            int openMode,
            int pipeMode,
            int maxInstances,
            int outBytes,
            int inBytes,
            int timeout,
            Memory security);

    long CreateFileW(
            WString name, int access, int share, @Nullable Pointer security, int disposition, int flags, long template);

    boolean ConnectNamedPipe(long pipe, Pointer overlapped);

    boolean ReadFile(long file, Pointer buffer, int count, @Nullable Pointer read, Pointer overlapped);

    boolean WriteFile(long file, Pointer buffer, int count, @Nullable Pointer written, Pointer overlapped);

    boolean CancelIoEx(long file, Pointer overlapped);

    boolean CloseHandle(long handle);

    boolean GetQueuedCompletionStatus(
            long port, IntByReference bytes, PointerByReference key, PointerByReference overlapped, int millis);

    boolean PostQueuedCompletionStatus(long port, int bytes, long key, @Nullable Pointer overlapped);

    Pointer LocalFree(Pointer memory);
}

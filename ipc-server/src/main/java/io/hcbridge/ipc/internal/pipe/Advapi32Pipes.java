/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.pipe;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.win32.StdCallLibrary;
import org.jspecify.annotations.Nullable;

/** A function of {@code advapi32.dll}. jna-platform does not declare it with these parameters. */
interface Advapi32Pipes extends StdCallLibrary {
    Advapi32Pipes LOADED = Native.load("advapi32", Advapi32Pipes.class);

    /** The caller must free the descriptor with {@link Kernel32Pipes#LocalFree}. */
    boolean ConvertStringSecurityDescriptorToSecurityDescriptorW(
            WString sddl, int revision, PointerByReference descriptor, @Nullable Pointer size);
}

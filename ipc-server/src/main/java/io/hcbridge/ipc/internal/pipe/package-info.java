/**
 * Named pipes of Windows behind {@link io.hcbridge.ipc.Transport}, by overlapped I/O and one completion port a thread.
 *
 * <p>Entry point: {@link io.hcbridge.ipc.internal.system.SystemTransport}. {@link io.hcbridge.ipc.internal.pipe.PipeCalls} is all that is asked of the
 * system; only {@link io.hcbridge.ipc.internal.pipe.WindowsPipeCalls} needs Windows, and JNA. Depends on {@code io.hcbridge.ipc}.
 */
@NullMarked
package io.hcbridge.ipc.internal.pipe;

import org.jspecify.annotations.NullMarked;

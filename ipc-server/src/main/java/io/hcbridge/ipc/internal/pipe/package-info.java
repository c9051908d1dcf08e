/**
 * Windows' named pipes as a {@link io.hcbridge.ipc.internal.transport.Transport}, with overlapped I/O and one completion port for each thread.
 *
 * <p>Entry point: {@link io.hcbridge.ipc.internal.system.SystemTransport}. {@link io.hcbridge.ipc.internal.pipe.PipeCalls} declares all
 * functions of Windows that this package uses. Only {@link io.hcbridge.ipc.internal.pipe.WindowsPipeCalls} needs Windows and JNA.
 * Depends on {@code io.hcbridge.ipc.internal.transport}.
 */
@NullMarked
package io.hcbridge.ipc.internal.pipe;

import org.jspecify.annotations.NullMarked;

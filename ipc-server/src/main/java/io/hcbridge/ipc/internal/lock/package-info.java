/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: the lock that decides which process of a group is the master. The library's groups and the bridge's standby use it. Not an
 * API of the library; it may change in any version.
 *
 * <p>Entry point: {@link io.hcbridge.ipc.internal.lock.ElectionLock}. On Linux it needs JNA.
 */
@NullMarked
package io.hcbridge.ipc.internal.lock;

import org.jspecify.annotations.NullMarked;

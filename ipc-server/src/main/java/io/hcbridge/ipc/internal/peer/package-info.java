/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: the process at the other end of a unix socket, and its admission. With junixsocket the pid, uid and groups are known. Not an
 * API of the library; it may change in any version.
 */
@NullMarked
package io.hcbridge.ipc.internal.peer;

import org.jspecify.annotations.NullMarked;

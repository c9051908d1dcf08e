/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: {@link io.hcbridge.ipc.internal.system.SystemTransport} selects the transport of the operating system. Depends on all
 * transports. Not an API of the library.
 */
@NullMarked
package io.hcbridge.ipc.internal.system;

import org.jspecify.annotations.NullMarked;

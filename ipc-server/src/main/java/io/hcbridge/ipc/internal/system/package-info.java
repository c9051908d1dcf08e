/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: {@link io.hcbridge.ipc.internal.system.SystemTransport} chooses the transport of the operating system. Depends on all
 * transports; no API for users of the library.
 */
@NullMarked
package io.hcbridge.ipc.internal.system;

import org.jspecify.annotations.NullMarked;

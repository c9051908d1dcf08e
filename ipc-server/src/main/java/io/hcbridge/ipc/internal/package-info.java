/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: what the transports share. No API for users of the library; it may change in any version.
 */
@NullMarked
package io.hcbridge.ipc.internal;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Internal: classes that the transports share. Not an API of the library; it may change in any version.
 */
@NullMarked
package io.hcbridge.ipc.internal;

import org.jspecify.annotations.NullMarked;

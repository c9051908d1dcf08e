/* SPDX-License-Identifier: Apache-2.0 */
/** Internal: what the decoders of several formats share. Not an API of the library; it may change in any version. */
@NullMarked
package io.hcbridge.protocol.internal;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
/** Fuzz tests of the decoders, which read what any process may send. */
@NullMarked
package io.hcbridge.protocol.fuzz;

import org.jspecify.annotations.NullMarked;

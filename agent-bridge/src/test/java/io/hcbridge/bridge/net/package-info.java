/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the event loop and of the tuned transport. */
@NullMarked
package io.hcbridge.bridge.net;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of targets. */
@NullMarked
package io.hcbridge.bridge.target;

import org.jspecify.annotations.NullMarked;

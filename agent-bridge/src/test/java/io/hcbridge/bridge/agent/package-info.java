/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the side that faces HAProxy. */
@NullMarked
package io.hcbridge.bridge.agent;

import org.jspecify.annotations.NullMarked;

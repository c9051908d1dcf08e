/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the server for agent checks. */
@NullMarked
package io.hcbridge.bridge.agent;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.hcbridge.bridge.shape;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.hcbridge.bridge.push;

import org.jspecify.annotations.NullMarked;

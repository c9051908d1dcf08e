/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.hcbridge.bridge.source;

import org.jspecify.annotations.NullMarked;

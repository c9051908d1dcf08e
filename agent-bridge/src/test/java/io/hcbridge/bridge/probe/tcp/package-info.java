/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.hcbridge.bridge.probe.tcp;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Reads the configuration again while the bridge runs. The entry point is {@link io.hcbridge.bridge.reload.ConfigReload}. Knows the
 * configuration and its meters, and not the parts that are configured.
 */
@NullMarked
package io.hcbridge.bridge.reload;

import org.jspecify.annotations.NullMarked;

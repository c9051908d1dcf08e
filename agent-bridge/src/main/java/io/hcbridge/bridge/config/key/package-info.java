/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How a configuration key is declared and how its values are held: {@link io.hcbridge.bridge.config.key.ConfigKey} and {@link
 * io.hcbridge.bridge.config.key.KeyValues}.
 *
 * <p>Depends on the library's duration format only, so that each kind of probe can declare its own keys.
 */
@NullMarked
package io.hcbridge.bridge.config.key;

import org.jspecify.annotations.NullMarked;

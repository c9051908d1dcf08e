/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The declaration of configuration keys, {@link io.hcbridge.bridge.config.key.ConfigKey}, and their values, {@link
 * io.hcbridge.bridge.config.key.KeyValues}.
 *
 * <p>Depends only on the library's duration format. Each kind of probe can therefore declare its own keys.
 */
@NullMarked
package io.hcbridge.bridge.config.key;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The command line: {@link io.hcbridge.bridge.cli.Main} and one class for each command but {@code ctl} and {@code probe}.
 *
 * <p>Depends on the configuration, on {@code ctl} and on {@link io.hcbridge.bridge.Bridge}; nothing depends on this package.
 */
@NullMarked
package io.hcbridge.bridge.cli;

import org.jspecify.annotations.NullMarked;

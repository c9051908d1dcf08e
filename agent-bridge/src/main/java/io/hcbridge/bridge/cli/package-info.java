/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The command line. {@link io.hcbridge.bridge.cli.Main} is the entry point. Each command has one class, except {@code ctl} and {@code
 * probe}, which have their own packages.
 *
 * <p>Depends on the configuration, on {@code ctl}, on {@code override.file} to check a state file, and on {@link io.hcbridge.bridge.Bridge}. No other package depends on it.
 */
@NullMarked
package io.hcbridge.bridge.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The daemon. {@code Bridge} creates and connects all parts. {@link io.hcbridge.bridge.cli.Main} is the command line.
 *
 * <p>Only this package depends on all other packages of this module, except {@code cli} and {@code ctl}.
 */
@NullMarked
package io.hcbridge.bridge;

import org.jspecify.annotations.NullMarked;

/**
 * The daemon: {@link io.hcbridge.bridge.cli.Main} is the command line, {@code Bridge} wires everything together.
 *
 * <p>The one package that knows all others of this module.
 */
@NullMarked
package io.hcbridge.bridge;

import org.jspecify.annotations.NullMarked;

/** How a verdict is found, tested. */
@NullMarked
package io.hcbridge.bridge.probe;

import org.jspecify.annotations.NullMarked;

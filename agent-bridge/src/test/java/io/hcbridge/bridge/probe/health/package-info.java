/** How a verdict is found, tested. */
@NullMarked
package io.hcbridge.bridge.probe.health;

import org.jspecify.annotations.NullMarked;

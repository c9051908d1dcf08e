/** Tests of the probe with the health protocol. */
@NullMarked
package io.hcbridge.bridge.probe.health;

import org.jspecify.annotations.NullMarked;

/**
 * How the daemon logs: {@link io.hcbridge.bridge.log.LogSetup}. All other packages log through SLF4J and know nothing of this.
 */
@NullMarked
package io.hcbridge.bridge.log;

import org.jspecify.annotations.NullMarked;

/**
 * The daemon's log: {@link io.hcbridge.bridge.log.LogSetup} configures it, {@link io.hcbridge.bridge.log.RateLimitedLog} thins out lines that
 * may come in a flood. All other packages log through SLF4J and do not depend on logback.
 */
@NullMarked
package io.hcbridge.bridge.log;

import org.jspecify.annotations.NullMarked;

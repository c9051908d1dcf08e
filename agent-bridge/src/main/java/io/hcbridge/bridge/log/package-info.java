/**
 * The log of the daemon. {@link io.hcbridge.bridge.log.LogSetup} configures it. {@link io.hcbridge.bridge.log.RateLimitedLog} limits lines
 * that may occur very often. All other packages log through SLF4J and do not depend on logback.
 */
@NullMarked
package io.hcbridge.bridge.log;

import org.jspecify.annotations.NullMarked;

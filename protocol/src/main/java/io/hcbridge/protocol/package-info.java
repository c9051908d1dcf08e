/**
 * What every wire format shares: {@link io.hcbridge.protocol.LineDecoder} and {@link io.hcbridge.protocol.ProtocolException}.
 *
 * <p>This module is pure code: no I/O, no clock, no logger, no dependency beyond the JDK.
 */
@NullMarked
package io.hcbridge.protocol;

import org.jspecify.annotations.NullMarked;

/**
 * Classes that several wire formats share: {@link io.hcbridge.protocol.LineDecoder}, {@link
 * io.hcbridge.protocol.FrameBody}, {@link io.hcbridge.protocol.ProtocolException}.
 *
 * <p>This module has no I/O, no clock and no logger. Only its command package has a dependency besides the JDK: jackson-core.
 */
@NullMarked
package io.hcbridge.protocol;

import org.jspecify.annotations.NullMarked;

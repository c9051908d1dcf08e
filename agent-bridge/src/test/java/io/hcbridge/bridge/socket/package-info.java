/** The event loop's sockets, tested. */
@NullMarked
package io.hcbridge.bridge.socket;

import org.jspecify.annotations.NullMarked;

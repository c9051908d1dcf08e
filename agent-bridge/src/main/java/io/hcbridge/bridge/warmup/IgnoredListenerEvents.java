/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import io.hcbridge.bridge.net.ListenerEvents;
import java.net.SocketAddress;

/** Ignores the events of a rehearsal's listeners. */
final class IgnoredListenerEvents implements ListenerEvents {
    @Override
    public void acceptFailed(SocketAddress listener, Throwable cause) {}

    @Override
    public void closed(SocketAddress listener) {}
}

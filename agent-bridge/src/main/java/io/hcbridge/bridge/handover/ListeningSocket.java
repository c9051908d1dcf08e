/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.handover;

import io.hcbridge.bridge.config.ListenAddress;
import io.netty.channel.unix.FileDescriptor;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * A socket that listens on an address of the configuration.
 *
 * @param identity identifies the file of a unix socket that a bridge has created and removes. Empty for a TCP socket, and for a unix socket
 *     of systemd, whose file systemd removes
 */
public record ListeningSocket(ListenAddress address, int descriptor, Optional<String> identity) implements Closeable {
    @Override
    public void close() throws IOException {
        new FileDescriptor(descriptor).close();
    }
}

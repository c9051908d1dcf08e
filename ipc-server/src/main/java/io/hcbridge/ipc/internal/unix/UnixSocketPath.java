/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal.unix;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Checks the length of socket paths. */
public final class UnixSocketPath {
    /** Linux's {@code sun_path} has 108 bytes including the final NUL. */
    public static final int MAX_BYTES = 107;

    private UnixSocketPath() {}

    /**
     * Returns the address of {@code path}.
     *
     * @throws IOException if the path has more than {@value #MAX_BYTES} bytes
     */
    public static UnixDomainSocketAddress address(Path path) throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_BYTES) {
            throw new IOException("socket path " + path + " has " + length + " bytes, must have at most " + MAX_BYTES
                    + "; choose a shorter socket directory");
        }
        return UnixDomainSocketAddress.of(path);
    }
}

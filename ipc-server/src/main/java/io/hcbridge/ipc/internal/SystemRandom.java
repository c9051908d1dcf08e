/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Unpredictable numbers from the kernel. The classes of {@link SecureRandom} take a fifth of a health server's start, so that they are only
 * used on systems without {@code /dev/urandom}. Not thread-safe.
 */
public final class SystemRandom implements RandomGenerator {
    private static final Path DEVICE = Path.of("/dev/urandom");
    /** Enough for the name of a socket. */
    private static final int READ_BYTES = 128;

    private final Path device;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    public SystemRandom() {
        this(DEVICE);
    }

    SystemRandom(Path device) {
        this.device = device;
    }

    @Override
    public long nextLong() {
        if (!bytes.hasRemaining()) {
            bytes = ByteBuffer.wrap(read());
        }
        return bytes.getLong();
    }

    private byte[] read() {
        try (InputStream in = Files.newInputStream(device)) {
            byte[] read = in.readNBytes(READ_BYTES);
            if (read.length == READ_BYTES) {
                return read;
            }
        } catch (IOException e) {
            // Windows, or a container without devices.
        }
        byte[] generated = new byte[READ_BYTES];
        new SecureRandom().nextBytes(generated);
        return generated;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.haproxy.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code hcbridge serve} as an operator runs it, with one target. */
final class BridgeProcess implements AutoCloseable {
    private final InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.next());
    private final Path log;
    private final Process process;

    private BridgeProcess(String target, Path directory, Path log) throws IOException {
        this.log = log;
        List<String> words = List.of(
                "../hcbridge",
                "serve",
                "--listen",
                "127.0.0.1:" + address.getPort(),
                "--metrics",
                "none",
                "--target",
                target + "=" + directory);
        process = new Program(Path.of("."), words)
                .builder()
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Starts it; until it listens HAProxy gets no answer, which changes nothing. */
    static BridgeProcess start(String target, Path directory, Path log) throws IOException {
        return new BridgeProcess(target, directory, log);
    }

    InetSocketAddress address() {
        return address;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the bridge did not end within 5 s of SIGTERM");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}

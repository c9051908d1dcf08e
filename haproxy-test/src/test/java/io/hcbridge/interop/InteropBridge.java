/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.haproxy.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code hcbridge serve} with one target, as an operator runs it. */
final class InteropBridge implements AutoCloseable {
    private final InetSocketAddress address;
    private final Path log;
    private final Process process;

    private InteropBridge(int port, Program program, Path log) throws IOException {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.log = log;
        process = program.builder()
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Starts the bridge and does not wait. Until it listens, HAProxy receives no reply and keeps its states. */
    static InteropBridge start(String target, Path directory, Path log) throws IOException {
        int port = FreePort.next();
        List<String> words = new ArrayList<>(List.of("../hcbridge"));
        words.addAll(serve(port, target + "=" + directory));
        return new InteropBridge(port, new Program(Path.of("."), words), log);
    }

    /** Starts the bridge with targets of any kind, from a file. */
    static InteropBridge start(Path config, Path log) throws IOException {
        int port = FreePort.next();
        List<String> words = List.of(
                "../hcbridge",
                "serve",
                "--listen",
                "127.0.0.1:" + port,
                "--metrics",
                "none",
                "--config",
                config.toString());
        return new InteropBridge(port, new Program(Path.of("."), words), log);
    }

    /** Starts the bridge on Windows. */
    static InteropBridge startOnWindows(String target, Path directory, Path log) throws IOException {
        int port = FreePort.next();
        String[] words = serve(port, target + "=Z:" + directory).toArray(String[]::new);
        return new InteropBridge(
                port, Wine.jar(directory, Path.of("../agent-bridge/target/hcbridge/lib/hcbridge.jar"), words), log);
    }

    private static List<String> serve(int port, String target) {
        return List.of("serve", "--listen", "127.0.0.1:" + port, "--metrics", "none", "--target", target);
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

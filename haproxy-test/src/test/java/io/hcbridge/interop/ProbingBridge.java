/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.BridgeProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A bridge that probes other servers, and what it answers to agent checks. */
final class ProbingBridge implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final BridgeProcess bridge;

    /** @param targets YAML */
    ProbingBridge(Path directory, String targets) throws IOException {
        Path config = Files.writeString(directory.resolve("hcbridge.yaml"), "targets:\n" + targets);
        bridge = BridgeProcess.start(
                Path.of("..").toAbsolutePath().normalize(),
                directory.resolve("bridge.log"),
                List.of("--config=" + config));
    }

    /** Returns when the reply to a check of {@code target} is {@code line}. */
    void await(String target, String line) {
        Await.until(
                "the reply '" + line + "' for " + target,
                LIMIT,
                () -> reply(target).equals(line));
    }

    private String reply(String target) {
        try (Socket socket =
                new Socket(bridge.agent().getAddress(), bridge.agent().getPort())) {
            socket.getOutputStream().write((target + "\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        bridge.close();
    }
}

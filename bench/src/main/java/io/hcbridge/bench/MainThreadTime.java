/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.ipc.health.HealthServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** A program that starts a health server, or nothing, and prints the main thread's processor time in nanoseconds. */
final class MainThreadTime {
    private MainThreadTime() {}

    /** Argument: the service's directory; none to start nothing. */
    public static void main(String[] arguments) throws IOException {
        for (String directory : arguments) {
            start(Path.of(directory));
        }
        System.out.println(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    /** The server closes when the JVM ends. */
    private static void start(Path directory) throws IOException {
        HealthServer server = HealthServer.builder()
                .directory(directory)
                .socketDirectory(directory)
                .start(() -> {});
        if (!server.socket().startsWith(directory)) {
            throw new IllegalStateException("wrong socket " + server.socket());
        }
    }
}

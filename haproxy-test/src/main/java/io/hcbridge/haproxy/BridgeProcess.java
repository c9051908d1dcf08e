/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The bridge as an operator runs it: {@code hcbridge serve} in a separate process, on free ports. */
public final class BridgeProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(15);

    private final List<String> command = new ArrayList<>();
    private final int port = FreePort.next();
    private final MetricsPage metrics;
    private final Path output;

    private ChildProcess process;

    private BridgeProcess(Path home, Path output, List<String> arguments) throws IOException {
        int metricsPort = FreePort.next();
        this.metrics = new MetricsPage(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"));
        this.output = output;
        command.add(home.resolve("hcbridge").toString());
        command.add("serve");
        command.add("--listen=127.0.0.1:" + port);
        command.add("--metrics=127.0.0.1:" + metricsPort);
        command.addAll(arguments);
        this.process = launch();
    }

    /**
     * Starts a bridge and returns when it is ready.
     *
     * @param home the directory of the script {@code hcbridge}
     * @param output the file for the log
     * @param arguments arguments of {@code serve}, without addresses
     */
    public static BridgeProcess start(Path home, Path output, List<String> arguments) throws IOException {
        return new BridgeProcess(home, output, arguments);
    }

    /** Returns the address for agent checks. */
    public InetSocketAddress agent() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Returns the process id. The script starts the JVM by {@code exec}, so this is the JVM's. */
    public long pid() {
        return process.pid();
    }

    public MetricsPage metrics() {
        return metrics;
    }

    /** Returns the log. */
    public String log() {
        return process.output();
    }

    /** Sends a signal, such as {@code HUP}. */
    public void signal(String name) {
        process.signal(name);
    }

    /** Sends SIGTERM, waits for the end and returns the exit code. */
    public int terminate() {
        return process.terminate();
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() {
        process.kill();
    }

    /** Restarts the bridge on the same ports. */
    public void restart() throws IOException {
        process.close();
        process = launch();
    }

    @Override
    public void close() {
        process.close();
    }

    private ChildProcess launch() throws IOException {
        ChildProcess launched = ChildProcess.start(command, output);
        Await.until("the bridge to be ready", START_LIMIT, () -> {
            if (!launched.isAlive()) {
                throw new IllegalStateException("the bridge ended:\n" + launched.output());
            }
            return metrics.isReady();
        });
        return launched;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** From the operator's command to the first {@code up}, the first probe included. */
final class StartBench implements Bench {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_NANOS = 500_000;

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        try (Workplace place = new Workplace(programs)) {
            return List.of(
                    row("start to first answered check", place, 1, plan, Goals.START_MILLIS),
                    row("the same with 256 targets", place, Workplace.ASKED, plan, Optional.empty()));
        }
    }

    private static Row row(String what, Workplace place, int targets, Plan plan, Optional<Goal> goal)
            throws IOException {
        Path config = place.config(targets, "");
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < plan.starts(); i++) {
            millis.add(start(place, config) / 1e6);
        }
        return Row.absolute(what, Unit.MILLISECONDS, new Series(millis), goal);
    }

    private static long start(Workplace place, Path config) throws IOException {
        int port = FreePort.next();
        List<String> command = List.of(
                place.programs().script().toString(),
                "serve",
                "--config=" + config,
                "--listen=127.0.0.1:" + port,
                "--metrics=127.0.0.1:" + FreePort.next());
        long begun = System.nanoTime();
        try (ChildProcess bridge = ChildProcess.start(command, place.directory().resolve("start.log"))) {
            while (!isUp(port)) {
                if (!bridge.isAlive() || System.nanoTime() - begun > LIMIT.toNanos()) {
                    throw new IllegalStateException("the bridge did not answer:\n" + bridge.output());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return System.nanoTime() - begun;
        }
    }

    private static boolean isUp(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write("t0\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).equals("up\n");
        } catch (IOException notYet) {
            return false;
        }
    }
}

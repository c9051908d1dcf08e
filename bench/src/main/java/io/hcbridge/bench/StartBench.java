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
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the time from the operator's command to the first {@code up}, with and without the warm-up. Compares it with a program that
 * does nothing, in the same JVM with the same flags.
 */
final class StartBench implements Bench {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_NANOS = 500_000;

    /** The program that is started. */
    private enum Contestant {
        EMPTY_MAIN,
        WITHOUT_WARM_UP,
        ONE_TARGET,
        MANY_TARGETS
    }

    @Override
    public List<Row> run(Programs programs, Plan plan, Load load) throws IOException {
        try (BenchEnvironment place = new BenchEnvironment(programs)) {
            Path one = place.config(1, "");
            Path many = place.config(BenchEnvironment.ASKED, "");
            CommandLine empty = emptyMain(place, one);
            Map<Contestant, List<Double>> millis = new Rounds(plan.starts())
                    .run(List.of(Contestant.values()), contestant -> switch (contestant) {
                        case EMPTY_MAIN -> empty.millis();
                        case WITHOUT_WARM_UP -> start(place, one, false);
                        case ONE_TARGET -> start(place, one, true);
                        case MANY_TARGETS -> start(place, many, true);
                    });
            return rows(millis);
        }
    }

    private static List<Row> rows(Map<Contestant, List<Double>> millis) {
        Series empty = series(millis, Contestant.EMPTY_MAIN);
        Series cold = series(millis, Contestant.WITHOUT_WARM_UP);
        Series warm = series(millis, Contestant.ONE_TARGET);
        Series many = series(millis, Contestant.MANY_TARGETS);
        return List.of(
                Row.ratio(
                        "start to first answer, without warm-up, to an empty main",
                        Unit.MILLISECONDS,
                        cold,
                        empty,
                        Goals.START_TO_EMPTY),
                Row.absolute("the warm-up", Unit.MILLISECONDS, warm.less(cold), Goals.WARM_UP_MILLIS),
                Row.absolute("start to first answer, with warm-up", Unit.MILLISECONDS, warm, Goals.NO_GOAL),
                Row.absolute("the same with 256 targets", Unit.MILLISECONDS, many, Goals.NO_GOAL));
    }

    private static Series series(Map<Contestant, List<Double>> millis, Contestant contestant) {
        return new Series(millis.getOrDefault(contestant, List.of()));
    }

    private static CommandLine emptyMain(BenchEnvironment place, Path config) throws IOException {
        int port = FreePort.next();
        try (ChildProcess bridge = place.serve(config, port, true)) {
            awaitAnswer(bridge, port);
            return CommandLine.of(bridge.pid()).emptied(place.directory());
        }
    }

    private static double start(BenchEnvironment place, Path config, boolean warmsUp) throws IOException {
        int port = FreePort.next();
        long begun = System.nanoTime();
        try (ChildProcess bridge = place.serve(config, port, warmsUp)) {
            awaitAnswer(bridge, port);
            return (System.nanoTime() - begun) / 1e6;
        }
    }

    private static void awaitAnswer(ChildProcess bridge, int port) {
        long begun = System.nanoTime();
        while (!isUp(port)) {
            if (!bridge.isAlive() || System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new IllegalStateException("the bridge did not answer:\n" + bridge.output());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
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

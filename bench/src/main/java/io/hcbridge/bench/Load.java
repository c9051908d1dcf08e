/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs the load generator and records its errors. Not thread-safe.
 */
final class Load {
    private static final int WARMING_CLIENTS = 16;
    private static final Duration WARMING_WINDOW = Duration.ofSeconds(2);
    /** Warm-up ends after {@link #WARM_WINDOWS} consecutive windows that are not faster than the best one by this factor. */
    private static final double FASTER = 1.03;

    private static final int WARM_WINDOWS = 2;
    private static final Duration WARM_UP = Duration.ofMillis(300);

    private final Path program;
    private final List<String> faults = new ArrayList<>();

    Load(Path program) {
        this.program = program;
    }

    static String text(int clients) {
        return clients + (clients == 1 ? " client" : " clients");
    }

    /** Warms up a JVM: applies load until the rate does not increase any more, or until the limit. */
    void warm(Server server, Duration limit) throws IOException {
        long begun = System.nanoTime();
        double best = 0;
        int idle = 0;
        while (idle < WARM_WINDOWS && System.nanoTime() - begun < limit.toNanos()) {
            double rate = closed(server, WARMING_CLIENTS, WARMING_WINDOW).rate();
            idle = rate > best * FASTER ? 0 : idle + 1;
            best = Math.max(best, rate);
        }
    }

    /** Measures a closed loop: each client sends its next request as soon as it has received a reply. */
    Sample closed(Server server, int clients, Duration window) throws IOException {
        return run(server, text(clients), List.of("-c", "" + clients), window);
    }

    /** Measures an open loop: {@code rate} requests a second, whether or not earlier requests have a reply. */
    Sample open(Server server, int rate, Duration window) throws IOException {
        return run(server, rate + "/s", List.of("-r", "" + rate), window);
    }

    /** Returns one line for each run with errors or wrong replies. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private Sample run(Server server, String what, List<String> shape, Duration window) throws IOException {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(server.where());
        words.addAll(shape);
        words.addAll(List.of("-t", seconds(window), "-w", seconds(WARM_UP), "-P", "" + server.pid()));
        Sample sample = Sample.parse(output(words));
        if (sample.faults() > 0) {
            faults.add(
                    server.name() + ", " + what + ": " + sample.errors() + " unanswered, " + sample.wrong() + " wrong");
        }
        return sample;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1e3);
    }

    /** Runs the load generator, which ends at most 1 s after its window, and returns its output. */
    private static String output(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (output.isEmpty()) {
            throw new IllegalStateException(words + " printed nothing");
        }
        return output;
    }
}

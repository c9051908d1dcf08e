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
 * Runs the load generator, and keeps count of what must not happen.
 *
 * <p>Belongs to one thread.
 */
final class Load {
    private static final int WARMING_CLIENTS = 16;
    private static final Duration WARMING_WINDOW = Duration.ofSeconds(2);
    /** By so much more a window is faster than the best before it, and so many without that are enough. */
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

    /** Lets a JVM's compilers see what is to come, until that makes it no faster. */
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

    /** So many clients, each of which asks again as soon as it was answered. */
    Sample closed(Server server, int clients, Duration window) throws IOException {
        return run(server, text(clients), List.of("-c", "" + clients), window);
    }

    /** So many questions a second, whether or not earlier ones were answered. */
    Sample open(Server server, int rate, Duration window) throws IOException {
        return run(server, rate + "/s", List.of("-r", "" + rate), window);
    }

    /** What went wrong so far, one line for each run with errors or wrong answers. */
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

    /** It ends by itself, a second after its window at the latest. */
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

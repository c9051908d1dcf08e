/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.Admin;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs each change of the administrative state that a service reports, and changes of its weight. A weight may change with every check, so
 * its current value is logged at most once in {@value #WEIGHT_SECONDS} s. Belongs to one event loop.
 */
final class ReportedStateLog {
    private static final long WEIGHT_SECONDS = 10;
    private static final long WEIGHT_PERIOD = Duration.ofSeconds(WEIGHT_SECONDS).toNanos();
    private static final int FULL = 100;

    private final String target;
    private final Logger log;
    private final LongSupplier nanoTime;

    private Optional<Admin> admin = Optional.empty();
    /** The weight in the last line about it. */
    private int weight = FULL;

    private long weightAt;

    ReportedStateLog(String target, Logger log, LongSupplier nanoTime) {
        this.target = target;
        this.log = log;
        this.nanoTime = nanoTime;
        this.weightAt = nanoTime.getAsLong() - WEIGHT_PERIOD;
    }

    /** Logs the difference between the last verdict and this one. Before the first verdict, a service reports nothing. */
    void note(Verdict verdict) {
        noteAdmin(verdict);
        noteWeight(verdict);
    }

    private void noteAdmin(Verdict verdict) {
        Optional<Admin> before = admin;
        admin = verdict.admin();
        if (!admin.equals(before)) {
            write("", word(before), word(admin), verdict);
        }
    }

    private void noteWeight(Verdict verdict) {
        int now = verdict.capacity().weight().orElse(FULL);
        if (now != weight && nanoTime.getAsLong() - weightAt >= WEIGHT_PERIOD) {
            write("weight ", weight + "%", now + "%", verdict);
            weight = now;
            weightAt = nanoTime.getAsLong();
        }
    }

    private void write(String what, String from, String to, Verdict verdict) {
        String reason = verdict.reason().text();
        log.atInfo()
                .addKeyValue("target", target)
                .addKeyValue("from", from)
                .addKeyValue("to", to)
                .addKeyValue("reason", reason)
                .log("target {}: {}{} -> {}{}", target, what, from, to, reason.isEmpty() ? "" : ": " + reason);
    }

    private static String word(Optional<Admin> admin) {
        return admin.orElse(Admin.READY).name().toLowerCase(Locale.ROOT);
    }
}

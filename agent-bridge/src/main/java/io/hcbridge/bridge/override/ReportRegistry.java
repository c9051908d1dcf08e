/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.override.StateChange.OfReport;
import io.hcbridge.bridge.probe.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each target's service last reported. Belongs to the event loop. */
final class ReportRegistry {
    /** A weight may change with every check. What it was some seconds before a crash is good enough. */
    private static final long WEIGHT_SAVED_EVERY = Duration.ofSeconds(10).toNanos();

    private final Clocks clocks;
    private final StateStore store;
    private final Map<String, ServiceReport> reports;
    private final Set<String> unsaved = new LinkedHashSet<>();
    private long lastSave;

    ReportRegistry(Map<String, ServiceReport> saved, Clocks clocks, StateStore store) {
        this.reports = new HashMap<>(saved);
        this.clocks = clocks;
        this.store = store;
        this.lastSave = clocks.nanos() - WEIGHT_SAVED_EVERY;
    }

    /** Forgets the reports of targets that are not configured any more. */
    void retain(Set<String> targets) {
        for (String gone : reports.keySet().stream()
                .filter(target -> !targets.contains(target))
                .toList()) {
            put(gone, ServiceReport.NOTHING);
        }
    }

    /** Notes what a probe found out, and completes it. */
    Verdict observe(String target, Verdict probed) {
        ServiceReport before = of(target);
        ServiceReport after = before.after(probed);
        if (!after.equals(before)) {
            put(target, after);
            boolean isUrgent = !after.admin().equals(before.admin()) || after.isStopped() != before.isStopped();
            if (isUrgent) {
                save();
            }
        }
        if (!unsaved.isEmpty() && clocks.nanos() - lastSave >= WEIGHT_SAVED_EVERY) {
            save();
        }
        return after.completed(probed);
    }

    /** Completes a verdict that was made without a probe's result. */
    Verdict complete(String target, Verdict verdict) {
        return of(target).completed(verdict);
    }

    /** Saves what has changed. */
    void save() {
        List<OfReport> changes =
                unsaved.stream().map(target -> new OfReport(target, of(target))).toList();
        unsaved.clear();
        lastSave = clocks.nanos();
        if (!changes.isEmpty()) {
            store.save(changes);
        }
    }

    private ServiceReport of(String target) {
        return reports.getOrDefault(target, ServiceReport.NOTHING);
    }

    private void put(String target, ServiceReport report) {
        unsaved.add(target);
        if (report.equals(ServiceReport.NOTHING)) {
            reports.remove(target);
        } else {
            reports.put(target, report);
        }
    }
}

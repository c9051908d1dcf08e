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

/** The last report of each service. Belongs to the event loop. */
final class ReportRegistry {
    /**
     * Minimum time between two saves of weights. A weight may change with every check, and after a crash a value that is some seconds old
     * is good enough.
     */
    private static final long WEIGHT_SAVE_PERIOD = Duration.ofSeconds(10).toNanos();

    private final Clocks clocks;
    private final StateStore store;
    private final Map<String, ServiceReport> reports;
    private final Set<String> unsaved = new LinkedHashSet<>();
    private long lastSave;

    ReportRegistry(Map<String, ServiceReport> saved, Clocks clocks, StateStore store) {
        this.reports = new HashMap<>(saved);
        this.clocks = clocks;
        this.store = store;
        this.lastSave = clocks.nanos() - WEIGHT_SAVE_PERIOD;
    }

    /**
     * Adds the reports that another process has saved. A report that this process has got is newer and is kept, and is saved if it
     * differs.
     */
    void restore(Map<String, ServiceReport> saved) {
        unsaved.clear();
        reports.forEach((target, own) -> {
            if (!own.equals(saved.get(target))) {
                unsaved.add(target);
            }
        });
        saved.forEach(reports::putIfAbsent);
        save();
    }

    /** Removes the reports of targets that are no longer configured. */
    void retain(Set<String> targets) {
        for (String removed : reports.keySet().stream()
                .filter(target -> !targets.contains(target))
                .toList()) {
            put(removed, ServiceReport.NOTHING);
        }
    }

    /** Records the verdict of a probe and returns it with the last report added. */
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
        if (!unsaved.isEmpty() && clocks.nanos() - lastSave >= WEIGHT_SAVE_PERIOD) {
            save();
        }
        return after.completed(probed);
    }

    /** Adds the last report to a verdict that was made without a probe's result. */
    Verdict complete(String target, Verdict verdict) {
        return of(target).completed(verdict);
    }

    /** Saves all changes that are not saved yet. */
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

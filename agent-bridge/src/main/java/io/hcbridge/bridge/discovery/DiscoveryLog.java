/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import io.hcbridge.bridge.discovery.DiscoveredServices.Known;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the changes of the discovered services: one line for each, or one for many. */
final class DiscoveryLog {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryLog.class);
    private static final int MAX_LINES = 20;

    private DiscoveryLog() {}

    static void changes(DiscoveredServices before, DiscoveredServices after) {
        List<String> lines = lines(before, after);
        if (lines.size() <= MAX_LINES) {
            lines.forEach(line -> LOG.info("discovery: {}", line));
        } else {
            LOG.info(
                    "discovery: {} changes (present={} known={})",
                    lines.size(),
                    after.present().size(),
                    after.byName().size());
        }
        if (after.refused() > 0 && after.refused() != before.refused()) {
            LOG.warn(
                    "discovery: {} services are ignored, because there are already {}",
                    after.refused(),
                    DiscoveredServices.MAX);
        }
    }

    static List<String> lines(DiscoveredServices before, DiscoveredServices after) {
        List<String> lines = new ArrayList<>();
        after.byName().forEach((name, now) -> {
            Known known = before.byName().get(name);
            if (now.isPresent() && (known == null || !known.isPresent())) {
                lines.add("found " + name + " (" + now.service().directory() + ")");
            } else if (!now.isPresent() && known != null && known.isPresent()) {
                lines.add("lost " + name + " (" + now.service().directory() + ")");
            }
        });
        before.byName().keySet().stream()
                .filter(name -> !after.byName().containsKey(name))
                .forEach(name -> lines.add("forgot " + name));
        return lines;
    }
}

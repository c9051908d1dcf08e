/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.vertx.core.json.JsonObject;

/**
 * What the load generator saw in one window.
 *
 * @param rate answers a second
 * @param errors questions without an answer
 * @param wrong answers other than expected
 * @param cpuMicros CPU time of the asked process for each answer
 */
record Sample(
        double rate,
        long errors,
        long wrong,
        double p50,
        double p99,
        double p999,
        double cpuMicros,
        double rssMegabytes) {
    private static final double KIB_PER_MEGABYTE = 1000 * 1000 / 1024.0;

    static Sample parse(String line) {
        JsonObject json = new JsonObject(line);
        return new Sample(
                json.getDouble("rate"),
                json.getLong("errors"),
                json.getLong("wrong"),
                json.getDouble("p50"),
                json.getDouble("p99"),
                json.getDouble("p999"),
                json.getDouble("cpu_us"),
                json.getLong("rss_kib") / KIB_PER_MEGABYTE);
    }

    long faults() {
        return errors + wrong;
    }
}

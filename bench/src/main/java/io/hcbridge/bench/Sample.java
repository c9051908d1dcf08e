/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bench;

import io.vertx.core.json.JsonObject;

/**
 * The load generator's result of one window. Latencies ({@code p50}, {@code p99}, {@code p999}) are in microseconds.
 *
 * @param rate replies a second
 * @param errors number of requests without a reply
 * @param wrong number of unexpected replies
 * @param cpuMicros CPU time of the server process for each reply, in microseconds
 * @param rssMegabytes resident memory of the server process
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

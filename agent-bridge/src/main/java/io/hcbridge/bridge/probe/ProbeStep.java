/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

/**
 * One step of a probe.
 *
 * @param name name of the step, like {@code connect}
 * @param detail what the probe observed, in printable ASCII; may be empty
 * @param micros duration in microseconds
 */
public record ProbeStep(String name, String detail, long micros) {
    @Override
    public String toString() {
        return name + (detail.isEmpty() ? "" : " " + detail) + " (" + micros + " µs)";
    }
}

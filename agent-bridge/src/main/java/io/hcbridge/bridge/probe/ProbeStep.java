/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

/**
 * One step of a probe.
 *
 * @param name like {@code connect}
 * @param detail what was seen, in printable ASCII; may be empty
 * @param micros how long it took
 */
public record ProbeStep(String name, String detail, long micros) {
    @Override
    public String toString() {
        return name + (detail.isEmpty() ? "" : " " + detail) + " (" + micros + " µs)";
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

/** The simulated health of a sample service. While it hangs, its check blocks until the next change. */
final class Condition {
    private String sickness = "";
    private boolean hanging;

    synchronized void check() throws InterruptedException {
        while (hanging) {
            wait();
        }
        if (!sickness.isEmpty()) {
            throw new IllegalStateException(sickness);
        }
    }

    synchronized void well() {
        sick("");
    }

    synchronized void sick(String text) {
        sickness = text;
        hanging = false;
        notifyAll();
    }

    synchronized void hang() {
        hanging = true;
    }
}

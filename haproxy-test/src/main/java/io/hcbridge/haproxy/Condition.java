/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

/** How the service is; hanging, its check does not come back before that changes. */
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

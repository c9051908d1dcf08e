/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge;

import java.io.IOException;

/** The steps of a start, each of which opens something. A stop waits for the running step. After it, no step runs. Thread-safe. */
final class StartSteps {
    private volatile boolean ended;

    /** One step. */
    interface Step<T> {
        T run() throws IOException;
    }

    /**
     * Runs a step.
     *
     * @throws IOException if the step fails, or the steps have ended
     */
    synchronized <T> T run(Step<T> step) throws IOException {
        if (ended) {
            throw new IOException("the bridge is stopping");
        }
        return step.run();
    }

    /**
     * Ends the steps.
     *
     * @return whether this was the first call
     */
    synchronized boolean end() {
        boolean isFirst = !ended;
        ended = true;
        return isFirst;
    }

    boolean isEnded() {
        return ended;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.socket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong with one connection ends that one and not the loop. */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private Guard() {}

    static void run(Runnable turn, Connection connection) {
        try {
            turn.run();
        } catch (RuntimeException e) {
            LOG.error("a connection is closed for a fault of this program", e);
            connection.close();
        }
    }
}

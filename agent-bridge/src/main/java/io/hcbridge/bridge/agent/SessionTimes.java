/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import java.time.Duration;

/**
 * The times of one session, in milliseconds.
 *
 * @param silence after which a request without its line end is taken as it is
 * @param answer after accept, when a reply leaves whatever was found out: a little before the reply deadline
 * @param linger how long a client that sent more than its line may go on before the connection is closed
 */
record SessionTimes(long silence, long answer, long linger) {
    private static final long SILENCE = 50;
    private static final long LINGER = 250;
    private static final long WIDEST_MARGIN = 50;

    /** The margin before the deadline is for a busy machine: a tenth of it, at most 50 ms. */
    static SessionTimes within(Duration replyDeadline) {
        long deadline = replyDeadline.toMillis();
        return new SessionTimes(SILENCE, deadline - Math.min(deadline / 10, WIDEST_MARGIN), LINGER);
    }
}

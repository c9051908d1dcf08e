/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import java.time.Duration;

/**
 * The timeouts of one session, in milliseconds.
 *
 * @param silence time without a byte after which the line counts as complete
 * @param answer time from accept after which the session replies, even without a result; a little less than the reply deadline
 * @param linger time for which input is read after the reply if the client sent more than its line
 */
record SessionTimes(long silence, long answer, long linger) {
    private static final long SILENCE = 50;
    private static final long LINGER = 250;
    private static final long MAX_MARGIN = 50;

    /**
     * Returns the timeouts for a reply deadline. The reply is sent before the deadline by a margin, because a busy machine may be late. The
     * margin is a tenth of the deadline, at most 50 ms.
     */
    static SessionTimes within(Duration replyDeadline) {
        long deadline = replyDeadline.toMillis();
        return new SessionTimes(SILENCE, deadline - Math.min(deadline / 10, MAX_MARGIN), LINGER);
    }
}

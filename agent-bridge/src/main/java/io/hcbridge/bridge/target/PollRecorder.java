/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

/** Records the polls of a target. Belongs to the event loop. */
@FunctionalInterface
public interface PollRecorder {
    /** Records nothing. */
    PollRecorder NONE = address -> {};

    /** Records a poll by a client of this address. */
    void record(String address);
}

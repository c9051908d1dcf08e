/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

/** Records the polls of a target. Belongs to the event loop. */
@FunctionalInterface
public interface PollRecorder {
    /** Records nothing. */
    PollRecorder NONE = (address, line) -> {};

    /**
     * Records a poll.
     *
     * @param address address of the client
     * @param line the name in the request line: that of the target, of an alias or of a group. HAProxy has one server for each line
     */
    void record(String address, String line);
}

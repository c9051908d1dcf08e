/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.Peer;
import java.nio.charset.StandardCharsets;

/**
 * A request to the master of a group.
 *
 * @param payload the bytes that the client has sent; not copied
 * @param peer the client's process; its uid is known with junixsocket, or if it is root or the user of this process
 * @param client id of the client's node, as the client states it
 * @param id identifies the request in all its repetitions; empty if the client is a Go program
 * @param mayBeRepeated whether an earlier master may have handled the request, and ended before it could reply. False for requests
 *     of Go programs, which do not repeat requests
 */
@SuppressWarnings("ArrayRecordComponent") // A payload of up to 1 MiB is not copied.
public record GroupRequest(byte[] payload, Peer peer, String client, String id, boolean mayBeRepeated) {
    /** Returns the payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}

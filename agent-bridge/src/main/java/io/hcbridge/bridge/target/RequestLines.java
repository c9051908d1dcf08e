/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.protocol.ProtocolException;
import java.util.Optional;

/** Parses request lines that are not the name of a configured target. */
public interface RequestLines {
    /**
     * Returns the subject of a request line.
     *
     * @param line not blank, without white space at its ends
     * @return empty if the line may be the name of a target that is not configured
     * @throws ProtocolException if the line is invalid; the message is sent to the client
     */
    Optional<CheckTarget> find(String line) throws ProtocolException;
}

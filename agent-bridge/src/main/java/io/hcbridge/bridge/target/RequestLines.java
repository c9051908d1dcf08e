/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.protocol.ProtocolException;
import java.util.Optional;

/** Understands the request lines that name no configured target. */
public interface RequestLines {
    /**
     * Finds what a line is about.
     *
     * @param line not blank, without white space around it
     * @return empty if it may be the name of a target that is not configured
     * @throws ProtocolException if it is neither; the message is sent to the client
     */
    Optional<CheckTarget> find(String line) throws ProtocolException;
}

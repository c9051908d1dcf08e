/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.config.key.MappingEntry;
import io.hcbridge.bridge.probe.ServiceLine;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.OptionalInt;

/** The words of an agent reply for one or more HTTP status codes. */
record StatusWords(StatusRange status, AgentReply words) {
    static StatusWords parse(MappingEntry entry) {
        if (entry.source().isPresent()) {
            throw new IllegalArgumentException("must be a single value");
        }
        AgentReply words = ServiceLine.parse(entry.text());
        if (words.capacity().weight().equals(OptionalInt.of(0))) {
            throw new IllegalArgumentException("'" + entry.text() + "' must use 'drain' instead of a weight of 0%");
        }
        return new StatusWords(StatusRange.parse(entry.name()), words);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.health;

import java.nio.charset.StandardCharsets;

/** What a request asks about a service. Each kind is a request of this project; a Go server replies with its usage text. */
public enum HealthKind {
    /** Whether the process works at all. A service that is not live must be restarted. */
    LIVENESS("live"),
    /** Whether the service can serve requests. {@code ping} asks the same. */
    READINESS("ready"),
    /** Whether the service has started. */
    STARTUP("started");

    private final String verb;

    HealthKind(String verb) {
        this.verb = verb;
    }

    /** Returns the word of the request, like {@code live}. */
    public String verb() {
        return verb;
    }

    /** Returns the bytes of the request. It ends with LF, as a line that a person types. */
    public byte[] request() {
        return (verb + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}

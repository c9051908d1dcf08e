/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import io.hcbridge.protocol.ProtocolException;
import java.util.regex.Pattern;

/**
 * A request from HAProxy: the {@code agent-send} line without its line end.
 *
 * @param target the target's name; empty if the line is blank, which means the default target
 */
public record AgentRequest(String target) {
    /** The pattern of a target's name: 1 to 64 characters. */
    public static final Pattern TARGET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public AgentRequest {
        if (!isValid(target)) {
            throw new IllegalArgumentException("target: '" + target + "' must match " + TARGET_NAME);
        }
    }

    /**
     * Parses a request line.
     *
     * @throws ProtocolException if the line is neither blank nor a valid target name; the message does not repeat the line
     */
    public static AgentRequest parse(String line) throws ProtocolException {
        String name = line.strip();
        if (!isValid(name)) {
            throw new ProtocolException("malformed request");
        }
        return new AgentRequest(name);
    }

    private static boolean isValid(String target) {
        return target.isEmpty() || TARGET_NAME.matcher(target).matches();
    }
}

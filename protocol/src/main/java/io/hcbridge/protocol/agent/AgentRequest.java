/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.protocol.agent;

import io.hcbridge.protocol.ProtocolException;
import java.util.regex.Pattern;

/**
 * What HAProxy asks: the line of {@code agent-send}, without its line end.
 *
 * @param target the target's name; empty where the line was blank, which asks for the default target
 */
public record AgentRequest(String target) {
    /** What a target's name looks like. */
    public static final Pattern TARGET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public AgentRequest {
        if (!isPossible(target)) {
            throw new IllegalArgumentException("target: '" + target + "' must match " + TARGET_NAME);
        }
    }

    /**
     * Reads a request line.
     *
     * @throws ProtocolException if it is neither blank nor a possible target name
     */
    public static AgentRequest parse(String line) throws ProtocolException {
        String name = line.strip();
        if (!isPossible(name)) {
            throw new ProtocolException("malformed request");
        }
        return new AgentRequest(name);
    }

    private static boolean isPossible(String target) {
        return target.isEmpty() || TARGET_NAME.matcher(target).matches();
    }
}

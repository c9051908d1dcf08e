/**
 * HAProxy's agent-check protocol: {@link io.hcbridge.protocol.agent.AgentRequest} in, {@link
 * io.hcbridge.protocol.agent.AgentReply} out.
 *
 * <p>Depends on {@code io.hcbridge.protocol} alone.
 */
@NullMarked
package io.hcbridge.protocol.agent;

import org.jspecify.annotations.NullMarked;

/**
 * HAProxy's agent-check protocol: {@link io.hcbridge.protocol.agent.AgentRequest} is the request, {@link
 * io.hcbridge.protocol.agent.AgentReply} is the reply.
 *
 * <p>Depends only on {@code io.hcbridge.protocol}.
 */
@NullMarked
package io.hcbridge.protocol.agent;

import org.jspecify.annotations.NullMarked;

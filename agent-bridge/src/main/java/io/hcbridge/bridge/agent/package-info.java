/**
 * The server for agent checks. {@link io.hcbridge.bridge.agent.AgentServer} accepts connections. One {@code AgentSession} handles one
 * check; its methods are in the order of the steps of a check.
 *
 * <p>Everything in this package belongs to one event loop. Depends on the target, socket and metrics packages.
 */
@NullMarked
package io.hcbridge.bridge.agent;

import org.jspecify.annotations.NullMarked;

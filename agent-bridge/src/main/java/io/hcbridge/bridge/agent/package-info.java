/**
 * What faces HAProxy: {@link io.hcbridge.bridge.agent.AgentServer} accepts, one {@code AgentSession} answers one check and reads
 * like the way of a check.
 *
 * <p>Everything here belongs to one event loop. Depends on the target, socket and metrics packages.
 */
@NullMarked
package io.hcbridge.bridge.agent;

import org.jspecify.annotations.NullMarked;

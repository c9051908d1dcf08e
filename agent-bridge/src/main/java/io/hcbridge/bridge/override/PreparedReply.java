/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.protocol.agent.AgentReply;

/**
 * A reply that is not sent yet.
 *
 * @param onSent records the reply and the resets that it makes pending; called once, on the event loop, right after the reply is written
 */
public record PreparedReply(AgentReply reply, Runnable onSent) {}

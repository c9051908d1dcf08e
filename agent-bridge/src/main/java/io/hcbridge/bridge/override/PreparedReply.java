/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.protocol.agent.AgentReply;

/**
 * A reply that has not been sent.
 *
 * @param told to be called once, on the event loop, right after the reply was written: what the address has now to be given back is
 *     recorded
 */
public record PreparedReply(AgentReply reply, Runnable told) {}

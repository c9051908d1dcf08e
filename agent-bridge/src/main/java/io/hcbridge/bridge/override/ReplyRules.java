/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.bridge.shape.Ramp;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The configuration that concerns the replies of one target.
 *
 * @param ownMaxConnections the {@code maxconn} of the server in HAProxy's configuration
 * @param reportOnly whether HAProxy should only show a failed verdict and keep the state of the server
 * @param ramp the rising weight after the target returns to service; empty for the full weight at once
 */
public record ReplyRules(OptionalInt ownMaxConnections, boolean reportOnly, Optional<Ramp> ramp) {}

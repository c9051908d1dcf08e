/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where the results of a target come from. A {@link io.hcbridge.bridge.source.ResultSource} gives each check a result. {@link
 * io.hcbridge.bridge.source.OnDemandSource} probes when a check asks, and {@link io.hcbridge.bridge.source.BackgroundSource} on a clock of its own. Results pass a {@link io.hcbridge.bridge.source.ResultPipeline}.
 *
 * <p>Belongs to one event loop. Depends on the probe, shape and metrics packages and on the configuration's types.
 */
@NullMarked
package io.hcbridge.bridge.source;

import org.jspecify.annotations.NullMarked;

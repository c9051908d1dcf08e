/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where the results of a target come from. A {@link io.hcbridge.bridge.source.ResultSource} gives each check a result. {@link
 * io.hcbridge.bridge.source.OnDemandSource} probes when a check asks. Results pass a {@link io.hcbridge.bridge.source.ResultPipeline}.
 *
 * <p>Belongs to one event loop. Depends on the probe and metrics packages.
 */
@NullMarked
package io.hcbridge.bridge.source;

import org.jspecify.annotations.NullMarked;

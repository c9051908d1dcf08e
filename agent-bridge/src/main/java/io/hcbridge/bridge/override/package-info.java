/**
 * What a target's verdict becomes for one HAProxy: the operator's overrides are laid upon it, and what an address was told and must be
 * given back is kept account of. {@link io.hcbridge.bridge.override.Steering} is the entry point; {@code DesiredState} and {@code ResetTracker}
 * are pure values.
 *
 * <p>Depends on the verdict and the protocol's vocabulary. {@code Steering} belongs to one event loop; only its file is written by
 * another thread.
 */
@NullMarked
package io.hcbridge.bridge.override;

import org.jspecify.annotations.NullMarked;

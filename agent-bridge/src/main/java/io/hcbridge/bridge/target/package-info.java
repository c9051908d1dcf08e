/**
 * The services that may be asked about: {@link io.hcbridge.bridge.target.Targets} finds a {@link
 * io.hcbridge.bridge.target.Target} by the name in HAProxy's line. Other lines are understood by a {@link
 * io.hcbridge.bridge.target.RequestLines}.
 *
 * <p>Depends on the probe and metrics packages and on the configuration's vocabulary.
 */
@NullMarked
package io.hcbridge.bridge.target;

import org.jspecify.annotations.NullMarked;

/**
 * Composes the reply to one HAProxy from the verdict of a target. While a service cannot be queried, its last report stays in effect.
 * Overrides of the operator win. When a {@code drain}, {@code maint} or weight ends, each HAProxy that received it gets a reset.
 *
 * <p>{@link io.hcbridge.bridge.override.ReplyComposer} is the entry point and belongs to the event loop. {@code ServiceReport}, {@code
 * DesiredState} and {@code ResetTracker} are pure values. {@link io.hcbridge.bridge.override.StateStore} keeps the state across restarts; a
 * store in a file has its own package.
 *
 * <p>Depends on the verdict and the types of the protocol.
 */
@NullMarked
package io.hcbridge.bridge.override;

import org.jspecify.annotations.NullMarked;

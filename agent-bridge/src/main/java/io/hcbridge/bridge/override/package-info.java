/**
 * The way from a target's verdict to the reply for one HAProxy: what the service last reported stands while it cannot be asked, the
 * operator's overrides win, and what an address was told is taken back when it has ended.
 *
 * <p>{@link io.hcbridge.bridge.override.ReplyComposer} is the entry point and belongs to the event loop. {@code ServiceReport}, {@code
 * DesiredState} and {@code ResetTracker} are pure values. {@link io.hcbridge.bridge.override.StateStore} keeps the state over restarts;
 * its implementations stand in packages of their own.
 *
 * <p>Depends on the verdict and the protocol's vocabulary.
 */
@NullMarked
package io.hcbridge.bridge.override;

import org.jspecify.annotations.NullMarked;

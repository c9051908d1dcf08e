/** Overrides, pending resets, reported states and stores. */
@NullMarked
package io.hcbridge.bridge.override;

import org.jspecify.annotations.NullMarked;

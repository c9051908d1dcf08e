/** Tests of overrides, pending resets, reports and stores. */
@NullMarked
package io.hcbridge.bridge.override;

import org.jspecify.annotations.NullMarked;

/** Overrides, debts and the state file, tested. */
@NullMarked
package io.hcbridge.bridge.override;

import org.jspecify.annotations.NullMarked;

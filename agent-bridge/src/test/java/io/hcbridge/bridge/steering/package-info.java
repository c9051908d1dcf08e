/** Overrides, debts and the state file, tested. */
@NullMarked
package io.hcbridge.bridge.steering;

import org.jspecify.annotations.NullMarked;

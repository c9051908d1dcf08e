/** What an operator types, against a command server that stands in for the bridge. */
@NullMarked
package io.hcbridge.bridge.ctl;

import org.jspecify.annotations.NullMarked;

/** Tests of the log. */
@NullMarked
package io.hcbridge.bridge.log;

import org.jspecify.annotations.NullMarked;

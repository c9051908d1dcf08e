/** Tests of the command {@code ctl}, with a fake bridge behind a real command socket. */
@NullMarked
package io.hcbridge.bridge.ctl;

import org.jspecify.annotations.NullMarked;

/** Tests of what the transports share. */
@NullMarked
package io.hcbridge.ipc.internal;

import org.jspecify.annotations.NullMarked;

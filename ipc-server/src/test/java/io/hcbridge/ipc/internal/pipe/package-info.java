/** Named pipes: one contract test for the pipes in memory and for Windows' pipes. */
@NullMarked
package io.hcbridge.ipc.internal.pipe;

import org.jspecify.annotations.NullMarked;

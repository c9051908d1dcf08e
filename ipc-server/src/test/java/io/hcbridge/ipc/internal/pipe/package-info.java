/** Named pipes: one contract over those in memory and those of Windows. */
@NullMarked
package io.hcbridge.ipc.internal.pipe;

import org.jspecify.annotations.NullMarked;

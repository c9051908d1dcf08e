@NullMarked
package io.hcbridge.ipc.internal.unix;

import org.jspecify.annotations.NullMarked;

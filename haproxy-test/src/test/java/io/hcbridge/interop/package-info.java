/**
 * This project against the other side's own programs: the Go modules on Linux, and all of it on Windows.
 *
 * <p>{@link io.hcbridge.interop.Needs} says which peer a test cannot do without; {@link io.hcbridge.interop.InteropReport} keeps what was
 * seen and which peers were absent. Depends on {@code io.hcbridge.haproxy} for waiting and for HAProxy.
 */
@NullMarked
package io.hcbridge.interop;

import org.jspecify.annotations.NullMarked;

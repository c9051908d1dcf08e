/**
 * Interoperability tests: the Java programs with the Go programs, on Linux and on Windows (Wine).
 *
 * <p>{@link io.hcbridge.interop.Needs} names the peers that a test needs. {@link io.hcbridge.interop.InteropReport} records the results
 * and the absent peers. Depends on {@code io.hcbridge.haproxy} for waiting and for HAProxy.
 */
@NullMarked
package io.hcbridge.interop;

import org.jspecify.annotations.NullMarked;

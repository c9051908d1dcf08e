/**
 * Compares the speed of the bridge and the health server with two references: a C program that does only the necessary system calls, and
 * a simple Go program. Entry point: {@link io.hcbridge.bench.BenchCommand}. Each bench returns {@link io.hcbridge.bench.Row}s for the
 * {@link io.hcbridge.bench.Report}.
 *
 * <p>Depends on the fixtures of {@code io.hcbridge.haproxy}. No other module depends on it.
 */
@NullMarked
package io.hcbridge.bench;

import org.jspecify.annotations.NullMarked;

/**
 * How fast the bridge and the health server are, measured against a program in C that does nothing but what the kernel asks for, and
 * against what one would write in Go: {@link io.hcbridge.bench.BenchCommand}. A bench measures and gives {@link io.hcbridge.bench.Row}s; the
 * {@link io.hcbridge.bench.Report} is made of them.
 *
 * <p>Stands on the fixtures of {@code io.hcbridge.haproxy}. Nothing depends on it.
 */
@NullMarked
package io.hcbridge.bench;

import org.jspecify.annotations.NullMarked;

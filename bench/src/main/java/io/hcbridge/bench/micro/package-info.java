/**
 * The parts of the hot path that are pure code, each for itself. JMH finds the benchmarks by name and needs them public.
 *
 * <p>Depends on the protocol and probe packages.
 */
@NullMarked
package io.hcbridge.bench.micro;

import org.jspecify.annotations.NullMarked;

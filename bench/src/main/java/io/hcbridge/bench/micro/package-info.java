/**
 * Benchmarks of the parts of the hot path that have no I/O. JMH finds them by name and requires public classes.
 *
 * <p>Depends on the protocol and probe packages.
 */
@NullMarked
package io.hcbridge.bench.micro;

import org.jspecify.annotations.NullMarked;

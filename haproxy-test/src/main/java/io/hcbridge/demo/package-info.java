/**
 * The command {@code hcbridge demo}: {@link io.hcbridge.demo.Demo}. Depends on the fixtures of {@code io.hcbridge.haproxy}.
 */
@NullMarked
package io.hcbridge.demo;

import org.jspecify.annotations.NullMarked;

/** The README's example. The build compiles it. */
@NullMarked
package io.hcbridge.example;

import org.jspecify.annotations.NullMarked;

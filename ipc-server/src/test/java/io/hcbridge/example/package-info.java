/** What the README shows, so that it compiles. */
@NullMarked
package io.hcbridge.example;

import org.jspecify.annotations.NullMarked;

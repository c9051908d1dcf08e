/** The examples of the README and of the document about checks. The build compiles them. */
@NullMarked
package io.hcbridge.example;

import org.jspecify.annotations.NullMarked;

/** Tests of the meters and of the server that shows them. */
@NullMarked
package io.hcbridge.bridge.metrics;

import org.jspecify.annotations.NullMarked;

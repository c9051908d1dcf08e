/** Tests of the meters and of the metrics port. */
@NullMarked
package io.hcbridge.bridge.metrics;

import org.jspecify.annotations.NullMarked;

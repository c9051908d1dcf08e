/** Tests of the parts that all probes share. */
@NullMarked
package io.hcbridge.bridge.probe;

import org.jspecify.annotations.NullMarked;

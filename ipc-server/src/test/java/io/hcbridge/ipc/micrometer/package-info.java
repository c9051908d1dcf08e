/** Tests of the meters. */
@NullMarked
package io.hcbridge.ipc.micrometer;

import org.jspecify.annotations.NullMarked;

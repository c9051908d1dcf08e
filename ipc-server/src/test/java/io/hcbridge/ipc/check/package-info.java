/** Tests of the registry of checks. */
@NullMarked
package io.hcbridge.ipc.check;

import org.jspecify.annotations.NullMarked;

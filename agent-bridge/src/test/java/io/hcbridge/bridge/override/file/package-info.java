/** Tests of the state file. */
@NullMarked
package io.hcbridge.bridge.override.file;

import org.jspecify.annotations.NullMarked;

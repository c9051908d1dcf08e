/**
 * A state store in a file. {@link io.hcbridge.bridge.override.file.FileStateStore} is the entry point.
 *
 * <p>Depends on the values and the store interface of the override package.
 */
@NullMarked
package io.hcbridge.bridge.override.file;

import org.jspecify.annotations.NullMarked;

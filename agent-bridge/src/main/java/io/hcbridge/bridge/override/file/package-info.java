/**
 * The state store in a file. {@link io.hcbridge.bridge.override.file.FileStateStore} is the entry point.
 *
 * <p>Depends on the override package's values and its interface of a store.
 */
@NullMarked
package io.hcbridge.bridge.override.file;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Creates the JVM's class archive (CDS) of the distribution. Entry point: {@link io.hcbridge.archive.ArchiveCommand}. Uses the health
 * server of {@code io.hcbridge.ipc.health} and runs the distribution as a child process. No production code depends on this package.
 */
@NullMarked
package io.hcbridge.archive;

import org.jspecify.annotations.NullMarked;

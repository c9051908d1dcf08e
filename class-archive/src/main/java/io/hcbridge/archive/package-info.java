/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Makes the JVM's class archive (CDS) of the distribution. Entry point: {@link io.hcbridge.archive.ArchiveCommand}. Uses the health
 * server of {@code io.hcbridge.ipc.health} and runs the distribution as a child process; no production code uses this package.
 */
@NullMarked
package io.hcbridge.archive;

import org.jspecify.annotations.NullMarked;

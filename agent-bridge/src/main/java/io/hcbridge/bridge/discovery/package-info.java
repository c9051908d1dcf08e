/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Makes targets of the directories of services. {@link io.hcbridge.bridge.discovery.Discovery} watches the directories and publishes the
 * targets.
 *
 * <p>Has one thread of its own, because it reads directories. Depends on the configuration's types, the library and the metrics.
 */
@NullMarked
package io.hcbridge.bridge.discovery;

import org.jspecify.annotations.NullMarked;

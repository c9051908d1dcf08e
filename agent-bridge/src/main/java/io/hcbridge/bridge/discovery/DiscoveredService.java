/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.discovery;

import io.hcbridge.bridge.config.TargetConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A service that a scan has found.
 *
 * @param directory the service's directory
 * @param forgetAfter time for which its target stays after the service has vanished
 */
record DiscoveredService(TargetConfig target, Path directory, Duration forgetAfter) {}

/**
 * The configured services. {@link io.hcbridge.bridge.target.Targets} finds a {@link io.hcbridge.bridge.target.Target} by the name in
 * HAProxy's request line. A {@link io.hcbridge.bridge.target.RequestLines} parses other request lines.
 *
 * <p>Depends on the source, probe, override and metrics packages and on the configuration's types.
 */
@NullMarked
package io.hcbridge.bridge.target;

import org.jspecify.annotations.NullMarked;

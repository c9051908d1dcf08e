/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The probe of a TCP port. {@link io.hcbridge.bridge.probe.tcp.TcpProbeConfig} is the entry point. {@link
 * io.hcbridge.bridge.probe.tcp.TcpProbeKeys} declares its keys.
 *
 * <p>Everything in this package belongs to one event loop. Depends on {@code io.hcbridge.bridge.probe}, on {@code config.key} and on
 * Vert.x's TCP client.
 */
@NullMarked
package io.hcbridge.bridge.probe.tcp;

import org.jspecify.annotations.NullMarked;

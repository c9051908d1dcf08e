/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The probe of an HTTP endpoint. {@link io.hcbridge.bridge.probe.http.HttpProbeConfig} is the entry point. {@link
 * io.hcbridge.bridge.probe.http.HttpProbeKeys} declares its keys.
 *
 * <p>Everything in this package belongs to one event loop. Depends on {@code io.hcbridge.bridge.probe}, on {@code config.key} and on
 * Vert.x's HTTP client.
 */
@NullMarked
package io.hcbridge.bridge.probe.http;

import org.jspecify.annotations.NullMarked;

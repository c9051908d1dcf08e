/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

/** The outcome of a probe: a verdict about the service, or a fault of the bridge. A fault says nothing about the service. */
public sealed interface ProbeResult permits Verdict, BridgeFault {}

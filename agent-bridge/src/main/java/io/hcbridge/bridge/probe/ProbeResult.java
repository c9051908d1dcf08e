/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

/** The outcome of a probe: news about the service, or a fault of the bridge itself, which is no news about any service. */
public sealed interface ProbeResult permits Verdict, BridgeFault {}

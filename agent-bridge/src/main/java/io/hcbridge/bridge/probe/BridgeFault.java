/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

/**
 * The bridge could not probe, for want of descriptors, memory or threads. A check that ends so is closed without a reply, and HAProxy
 * keeps the server's state.
 *
 * @param what the cause, for the log
 */
public record BridgeFault(String what) implements ProbeResult {}

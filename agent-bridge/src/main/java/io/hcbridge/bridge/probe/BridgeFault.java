/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

/**
 * A failure of the bridge itself: it could not probe because it had no free file descriptors, memory or threads. The check is closed
 * without a reply, and HAProxy keeps the server's state.
 *
 * @param what the cause, for the log
 */
public record BridgeFault(String what) implements ProbeResult {}

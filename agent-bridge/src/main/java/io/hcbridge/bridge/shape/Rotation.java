/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.shape;

/** What a reply says about a server's new traffic. */
public enum Rotation {
    /** The server is up and is neither drained nor in maintenance. */
    IN,
    /** The server gets no new traffic. */
    OUT,
    /** HAProxy keeps its state. */
    UNCHANGED
}

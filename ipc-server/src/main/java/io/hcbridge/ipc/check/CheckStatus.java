/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.check;

/** The status of a check. */
public enum CheckStatus {
    UP,
    DOWN,
    /** There is no result, or no recent one. It counts as failed. */
    UNKNOWN
}

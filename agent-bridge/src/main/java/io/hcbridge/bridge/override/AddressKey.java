/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/** One address that asks for one target. HAProxy connects from another port every time, so the port is no part of it. */
public record AddressKey(String target, String address) {}

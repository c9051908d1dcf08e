/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/** A client address and the target that it checks. The port is left out, because HAProxy uses a new port for each connection. */
public record AddressKey(String target, String address) {}

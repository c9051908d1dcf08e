/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

/**
 * A client address and the target that it checks. The port is left out, because HAProxy uses a new port for each connection.
 *
 * @param alias the alias that the request line had; empty if it had the target's name. HAProxy has a server of its own for it
 */
public record AddressKey(String target, String address, String alias) {
    /** Creates the key of a request line with the target's name. */
    public AddressKey(String target, String address) {
        this(target, address, "");
    }

    /** Returns the address, and the alias if there is one, for operators. */
    String client() {
        return address + (alias.isEmpty() ? "" : " as " + alias);
    }
}

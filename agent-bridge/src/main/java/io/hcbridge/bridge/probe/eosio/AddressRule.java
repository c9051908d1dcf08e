/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import java.net.InetAddress;

/** Which of a host's addresses may be connected to. */
public interface AddressRule {
    /** Every address, for a URL that the operator has configured. */
    AddressRule ANY = new AddressRule() {
        @Override
        public boolean permits(InetAddress address) {
            return true;
        }

        @Override
        public void refused() {}
    };

    boolean permits(InetAddress address);

    /** Takes note that a host had no such address; it is not connected to. */
    void refused();
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import java.net.InetAddress;
import java.util.List;

/** Which of a host's addresses may be connected to. */
public interface AddressRule {
    /** Every address, for a URL that the operator has configured. */
    AddressRule ANY = new AddressRule() {
        @Override
        public boolean permits(InetAddress address) {
            return true;
        }

        @Override
        public void refused(List<InetAddress> addresses) {}
    };

    boolean permits(InetAddress address);

    /** Takes note that a host had only these addresses, of which none is permitted; they are not connected to. */
    void refused(List<InetAddress> addresses);
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import java.net.InetAddress;
import java.util.List;

/** Decides to which addresses of a host the bridge may connect. */
public interface AddressRule {
    /** Permits every address. For URLs in the configuration. */
    AddressRule ANY = new AddressRule() {
        @Override
        public boolean permits(InetAddress address) {
            return true;
        }

        @Override
        public void refused(List<InetAddress> addresses) {}
    };

    boolean permits(InetAddress address);

    /** Called with the addresses of a host if none of them is permitted. The bridge does not connect then. */
    void refused(List<InetAddress> addresses);
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.eosio.allow.AllowList;
import io.hcbridge.bridge.eosio.allow.AllowRefusal;
import io.hcbridge.bridge.probe.eosio.AddressRule;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import java.net.InetAddress;

/** The addresses that the allow list permits for one endpoint. */
record AllowedAddresses(AllowList allow, EosioEndpoint endpoint, EosioLog log) implements AddressRule {
    @Override
    public boolean permits(InetAddress address) {
        return allow.permits(endpoint.url(), address);
    }

    @Override
    public void refused() {
        log.refused(AllowRefusal.ADDRESS, endpoint.url().toString());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio;

import io.hcbridge.bridge.eosio.allow.AllowList;
import io.hcbridge.bridge.eosio.allow.AllowRefusal;
import io.hcbridge.bridge.probe.eosio.AddressRule;
import io.hcbridge.bridge.probe.eosio.EosioEndpoint;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/** The addresses that the allow list permits for one endpoint. */
record AllowedAddresses(AllowList allow, EosioEndpoint endpoint, EosioLog log) implements AddressRule {
    private static final int MOST_NAMED = 4;

    @Override
    public boolean permits(InetAddress address) {
        return allow.permits(endpoint.url(), address);
    }

    @Override
    public void refused(List<InetAddress> addresses) {
        String found = addresses.stream()
                .limit(MOST_NAMED)
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", "));
        log.refused(AllowRefusal.ADDRESS, endpoint.url().toString(), " (" + found + ")");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.config.key.KeyValues;
import io.hcbridge.bridge.config.key.Place;
import io.hcbridge.bridge.config.key.Sourced;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Checks the configuration of the EOSIO agent. Every client of its port can make the bridge send requests, and the configuration must limit
 * this.
 */
final class EosioChecks {
    private final KeyValues values;
    private final ConfigErrors errors;

    EosioChecks(KeyValues values, ConfigErrors errors) {
        this.values = values;
        this.errors = errors;
    }

    void run() {
        if (values.isSet(BridgeKeys.EOSIO_ENABLED)
                && values.sourced(BridgeKeys.EOSIO_ENABLED).isEmpty()) {
            // An invalid value is already reported.
            return;
        }
        if (isEnabled()) {
            checkAllowList();
            checkClients();
        } else {
            values.sourced(BridgeKeys.EOSIO_ALLOW).stream()
                    .limit(1)
                    .forEach(set -> errors.add(set.place(), "has no effect without eosio.enabled"));
        }
    }

    boolean isEnabled() {
        return values.get(BridgeKeys.EOSIO_ENABLED);
    }

    private void checkAllowList() {
        // An invalid value is already reported.
        if (!values.isSet(BridgeKeys.EOSIO_ALLOW)) {
            Place place =
                    values.sourcedOrDefault(BridgeKeys.EOSIO_ENABLED).get(0).place();
            errors.add(place, "needs eosio.allow, the list of URLs that a request may contain");
        }
    }

    private void checkClients() {
        if (values.isSet(BridgeKeys.ALLOW)) {
            return;
        }
        for (Sourced<ListenAddress> listen : values.sourcedOrDefault(BridgeKeys.LISTEN)) {
            if (listen.value() instanceof TcpAddress tcp && !isLoopback(tcp.host())) {
                errors.add(
                        listen.place(),
                        "'" + tcp
                                + "' accepts connections from other hosts: with eosio.enabled, agent.allow must list the networks that"
                                + " may connect");
            }
        }
    }

    /**
     * Returns whether the address is a loopback address. No name is looked up; every name except {@code localhost} counts as another
     * address.
     */
    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        boolean isAddress = host.contains(":") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        try {
            return isAddress && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

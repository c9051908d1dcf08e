/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio.allow;

import io.hcbridge.bridge.config.key.Subnet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Distinguishes public addresses from special ones, according to the registries of special-purpose addresses of IANA. */
final class PublicAddress {
    private static final List<Subnet> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    // Protocol assignments; Teredo addresses contain an IPv4 address.
                    "2001::/23",
                    "2001:db8::/32",
                    // 6to4 addresses, which contain an IPv4 address.
                    "2002::/16",
                    "3fff::/20")
            .map(Subnet::parse)
            .toList();

    /** The range of global unicast addresses. NAT64 addresses and IPv4-mapped addresses are outside of it. */
    private static final Subnet GLOBAL_IPV6 = Subnet.parse("2000::/3");

    private PublicAddress() {}

    static boolean isPublic(InetAddress address) {
        return (!(address instanceof Inet6Address) || GLOBAL_IPV6.contains(address))
                && SPECIAL.stream().noneMatch(network -> network.contains(address));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A network of IPv4 or IPv6 addresses, {@code 10.0.0.0/8} or {@code fd00::/8}, or a single address. */
public final class Subnet {
    private static final String RULE = " must be ADDRESS or ADDRESS/BITS";
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private final String text;
    private final IpSubnetFilterRule rule;

    private Subnet(String text, IpSubnetFilterRule rule) {
        this.text = text;
        this.rule = rule;
    }

    /**
     * Parses a network. Host names are rejected; no name is looked up.
     *
     * @throws IllegalArgumentException if the text is not a network; the message has the text and the rule
     */
    public static Subnet parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean isIpv6 = !address.startsWith("[") && NetUtil.isValidIpV6Address(address);
        if (!isIpv6 && !NetUtil.isValidIpV4Address(address)) {
            throw new IllegalArgumentException("'" + text + "'" + RULE);
        }
        int most = isIpv6 ? IPV6_BITS : IPV4_BITS;
        int bits = slash < 0 ? most : bits(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("'" + text + "'" + RULE + " of at most " + most);
        }
        try {
            return new Subnet(text, new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "'" + RULE, e);
        }
    }

    public boolean contains(InetSocketAddress peer) {
        return rule.matches(peer);
    }

    public boolean contains(InetAddress address) {
        return rule.matches(new InetSocketAddress(address, 0));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Subnet subnet && subnet.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Returns the number, or -1 if the text is not one to three digits. */
    private static int bits(String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(text) : -1;
    }
}

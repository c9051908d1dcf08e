/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetSocketAddress;

/** Addresses that may ask, {@code 10.0.0.0/8} or {@code fd00::/8}; a lone address stands for itself. */
public final class Subnet {
    private final String text;
    private final IpSubnetFilterRule rule;

    private Subnet(String text, IpSubnetFilterRule rule) {
        this.text = text;
        this.rule = rule;
    }

    public static Subnet parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int widest = address.contains(":") ? 128 : 32;
        try {
            int bits = slash < 0 ? widest : Integer.parseInt(text.substring(slash + 1));
            return new Subnet(text, new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' must be ADDRESS or ADDRESS/BITS", e);
        }
    }

    public boolean contains(InetSocketAddress peer) {
        return rule.matches(peer);
    }

    @Override
    public String toString() {
        return text;
    }
}

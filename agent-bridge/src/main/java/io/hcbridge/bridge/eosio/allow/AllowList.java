/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.eosio.allow;

import io.hcbridge.protocol.eosio.EosioUrl;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides which requests clients can cause. The URL must be listed by its name or address. The address to connect to must be public or
 * listed as an address, independent of the name that resolved to it.
 *
 * @param entries the entries, at least one
 */
public record AllowList(List<AllowEntry> entries) {
    private static final int MAX_PORT_DIGITS = 5;

    public AllowList {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("eosio.allow must have at least one entry");
        }
    }

    /** Checks the request before the lookup. Empty if the request is permitted so far. */
    public Optional<AllowRefusal> refuse(EosioUrl url, Optional<String> hostField) {
        if (!lists(url)) {
            return Optional.of(AllowRefusal.NOT_LISTED);
        }
        return hostField.isPresent() && !listsHostField(hostField.get())
                ? Optional.of(AllowRefusal.HOST_FIELD)
                : Optional.empty();
    }

    /** Returns whether the bridge may connect to the address for the URL. */
    public boolean permits(EosioUrl url, InetAddress address) {
        boolean isListed = entries.stream().anyMatch(entry -> entry.listsAddress(address, url));
        return isListed || (url.isNamed() && PublicAddress.isPublic(address));
    }

    private boolean lists(EosioUrl url) {
        if (url.isNamed()) {
            return entries.stream().anyMatch(entry -> entry.listsName(url));
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(url.host());
        if (bytes == null) {
            return false;
        }
        try {
            return permits(url, InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an IP address: " + Arrays.toString(bytes), e);
        }
    }

    /** Returns whether the host field is a listed name, in any case and optionally with a port. */
    private boolean listsHostField(String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (!EosioUrl.isName(name)) {
            return false;
        }
        if (colon < 0) {
            return entries.stream().anyMatch(entry -> entry.listsName(name));
        }
        String port = text.substring(colon + 1);
        boolean isNumber = !port.isEmpty()
                && port.length() <= MAX_PORT_DIGITS
                && port.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber && entries.stream().anyMatch(entry -> entry.listsName(name, Integer.parseInt(port)));
    }
}

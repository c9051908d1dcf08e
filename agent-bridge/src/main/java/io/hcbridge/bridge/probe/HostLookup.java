/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves host names with the resolver of the system, like all other programs. A lookup may block and runs on another thread. An IP
 * address needs no lookup.
 */
public final class HostLookup {
    private HostLookup() {}

    /**
     * Resolves a host as a step of a probe. The probe fails if the host does not exist.
     *
     * @param host a name, or an address without brackets
     * @param then receives at least one address
     */
    public static void resolve(ProbeRun run, String host, Consumer<List<InetAddress>> then) {
        run.steps().enter("resolve", host);
        InetAddress literal = literal(host);
        if (literal != null) {
            then.accept(List.of(literal));
            return;
        }
        run.call(
                () -> lookUp(host),
                found -> {
                    run.steps().note(host + " = " + texts(found));
                    then.accept(found);
                },
                why -> Verdict.failed(describe(host, why)));
    }

    /** Resolves the name. Runs on another thread. */
    private static List<InetAddress> lookUp(String host) throws UnknownHostException {
        List<InetAddress> found = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            found.add(withoutName(address));
        }
        return found;
    }

    /** Returns the address without a name. Libraries would otherwise show the name or look it up. */
    private static InetAddress withoutName(InetAddress address) throws UnknownHostException {
        return address instanceof Inet6Address six
                ? Inet6Address.getByAddress(null, six.getAddress(), six.getScopeId())
                : InetAddress.getByAddress(address.getAddress());
    }

    private static @Nullable InetAddress literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an IP address: " + Arrays.toString(bytes), e);
        }
    }

    private static String texts(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(" "));
    }

    private static String describe(String host, IOException why) {
        return why instanceof UnknownHostException
                ? "cannot resolve " + host
                : "cannot resolve " + host + ": " + why.getMessage();
    }
}

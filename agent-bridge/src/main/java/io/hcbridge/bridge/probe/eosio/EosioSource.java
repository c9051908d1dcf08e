/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import io.hcbridge.bridge.probe.HostLookup;
import io.hcbridge.bridge.probe.ProbeRun;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

/** Provides the readings of a probe. */
record EosioSource(EosioEndpoint endpoint, EosioHttp http, AddressRule rule, Lookup lookup) {
    /** Resolves the host once for each probe. */
    interface Lookup {
        Lookup SYSTEM = HostLookup::resolve;

        void resolve(ProbeRun run, String host, Consumer<List<InetAddress>> then);
    }
}

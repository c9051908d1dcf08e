/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.eosio;

import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.protocol.eosio.BlockTolerance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The configuration of a probe of an EOSIO API. The operator has configured its URL, and every address of the host is permitted. */
public record EosioProbeConfig(EosioEndpoint endpoint, BlockTolerance tolerance) implements ProbeConfig {
    /** Maximum number of connections: one, and one that is being closed. */
    private static final int CONNECTIONS = 2;

    @Override
    public Optional<String> rehearsal() {
        return Optional.of(endpoint.url().isTls() ? "eosio by TLS" : "eosio");
    }

    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        EosioHttp http = new EosioHttp(environment, CONNECTIONS, timeout);
        return new EosioProbe(
                environment,
                timeout,
                new EosioSource(endpoint, http, AddressRule.ANY, EosioSource.Lookup.SYSTEM),
                tolerance,
                InstantSource.system(),
                http::close);
    }
}

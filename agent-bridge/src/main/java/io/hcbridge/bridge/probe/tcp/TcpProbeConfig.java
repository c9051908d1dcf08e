/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.tcp;

import io.hcbridge.bridge.config.key.HostPort;
import io.hcbridge.bridge.probe.BoundedProbe;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of a probe by TCP: the service must accept a connection, and send an answer if one is configured.
 *
 * @param send text that is sent after the connection is open
 */
public record TcpProbeConfig(HostPort address, Optional<String> send, TcpExpectation expectation)
        implements ProbeConfig {
    @Override
    public Optional<String> rehearsal() {
        return Optional.of("tcp");
    }

    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        NetClient client =
                environment.vertx().createNetClient(new NetClientOptions().setConnectTimeout((int) timeout.toMillis()));
        return new BoundedProbe(
                environment, timeout, "tcp " + address, run -> new TcpAttempt(run, this, client), client::close);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.hcbridge.bridge.probe.BoundedProbe;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of a probe of a gRPC server with the standard health service.
 *
 * @param service name of the service whose health is queried; empty for the whole server
 * @param user user whose unix socket is trusted in addition to that of root and of the bridge's user
 */
record GrpcProbeConfig(GrpcAddress address, String service, Optional<String> user) implements ProbeConfig {
    GrpcProbeConfig {
        if (user.isPresent() && address instanceof GrpcAddress.Tcp) {
            throw new IllegalArgumentException("grpc.user: has no effect with grpc.address " + address
                    + "; only a unix socket shows the user of its server");
        }
    }

    @Override
    public Optional<String> rehearsal() {
        return Optional.of("grpc");
    }

    @Override
    public String userKey(String target) {
        return "targets." + target + ".grpc.user";
    }

    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        GrpcConnection connection = new GrpcConnection(environment.loop());
        return new BoundedProbe(
                environment,
                timeout,
                "grpc " + address + (service.isEmpty() ? "" : " " + service),
                run -> new GrpcAttempt(run, connection, this),
                connection::drop);
    }

    String trustedUser() {
        return user.orElse("");
    }
}

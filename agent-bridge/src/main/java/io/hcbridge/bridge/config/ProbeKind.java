/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.probe.ProbeKeys;
import io.hcbridge.bridge.probe.eosio.EosioProbeKeys;
import io.hcbridge.bridge.probe.exec.ExecProbeKeys;
import io.hcbridge.bridge.probe.grpc.GrpcProbeKeys;
import io.hcbridge.bridge.probe.health.HealthProbeKeys;
import io.hcbridge.bridge.probe.http.HttpProbeKeys;
import io.hcbridge.bridge.probe.tcp.TcpProbeKeys;
import java.util.List;
import java.util.function.Supplier;

/**
 * A kind of probe. Every target has exactly one.
 *
 * @param key the key whose presence in a target chooses the kind
 * @param isMapping whether the kind's keys are in a mapping below {@code key}; else they are beside the target's own keys
 * @param keys the kind's keys; a kind's classes are loaded when a target uses it
 */
record ProbeKind(String key, boolean isMapping, Supplier<ProbeKeys> keys) {
    static final ProbeKind HEALTH = new ProbeKind("directory", false, () -> new HealthProbeKeys());

    /** All kinds. The first is the kind of a target that chooses none. */
    static final List<ProbeKind> ALL = List.of(
            HEALTH,
            new ProbeKind("http", true, () -> new HttpProbeKeys()),
            new ProbeKind("tcp", true, () -> new TcpProbeKeys()),
            new ProbeKind("grpc", true, () -> new GrpcProbeKeys()),
            new ProbeKind("exec", true, () -> new ExecProbeKeys()),
            new ProbeKind("eosio", true, () -> new EosioProbeKeys()));
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

import io.hcbridge.bridge.probe.ProbeKeys;
import io.hcbridge.bridge.probe.eosio.EosioProbeKeys;
import io.hcbridge.bridge.probe.exec.ExecProbeKeys;
import io.hcbridge.bridge.probe.group.GroupKeys;
import io.hcbridge.bridge.probe.grpc.GrpcProbeKeys;
import io.hcbridge.bridge.probe.health.HealthProbeKeys;
import io.hcbridge.bridge.probe.http.HttpProbeKeys;
import io.hcbridge.bridge.probe.push.PushKeys;
import io.hcbridge.bridge.probe.tcp.TcpProbeKeys;
import java.util.List;
import java.util.function.Supplier;

/**
 * A kind of probe. Each target has exactly one.
 *
 * @param key the key that selects the kind if a target contains it
 * @param isMapping whether the keys of the kind are in a mapping under {@code key}; otherwise they are next to the target's own keys
 * @param keys supplies the keys of the kind; the classes of a kind are loaded when the first target uses it
 */
record ProbeKind(String key, boolean isMapping, Supplier<ProbeKeys> keys) {
    static final ProbeKind HEALTH = new ProbeKind("directory", false, () -> new HealthProbeKeys());

    /** The kind whose targets are not probed, because their services report by themselves. */
    static final ProbeKind PUSH = new ProbeKind("push", true, () -> new PushKeys());

    /** All kinds. The first one is the default. */
    static final List<ProbeKind> ALL = List.of(
            HEALTH,
            new ProbeKind("http", true, () -> new HttpProbeKeys()),
            new ProbeKind("tcp", true, () -> new TcpProbeKeys()),
            new ProbeKind("grpc", true, () -> new GrpcProbeKeys()),
            new ProbeKind("exec", true, () -> new ExecProbeKeys()),
            new ProbeKind("eosio", true, () -> new EosioProbeKeys()),
            PUSH,
            new ProbeKind("all-of", false, GroupKeys::allOf),
            new ProbeKind("any-of", false, GroupKeys::anyOf),
            new ProbeKind("at-least", true, GroupKeys::atLeast));
}

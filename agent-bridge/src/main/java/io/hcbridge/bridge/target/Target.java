/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.probe.Prober;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.protocol.agent.AgentReply;
import io.hcbridge.protocol.agent.Health;

/** One service that HAProxy may ask about. */
public record Target(String name, OnFailed onFailed, Prober prober, TargetMeters meters) {
    /** What HAProxy is told of a verdict. */
    public AgentReply reply(Verdict verdict) {
        boolean reportOnly = onFailed == OnFailed.REPORT && verdict.health() == Health.FAILED;
        return AgentReply.of(reportOnly ? Health.REPORT_ONLY : verdict.health(), verdict.reason());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.target;

import io.hcbridge.bridge.config.TargetConfig;
import io.hcbridge.bridge.config.TargetConfig.OnFailed;
import io.hcbridge.bridge.metrics.TargetMeters;
import io.hcbridge.bridge.override.PreparedReply;
import io.hcbridge.bridge.override.ReplyComposer;
import io.hcbridge.bridge.probe.Prober;
import io.hcbridge.bridge.probe.Verdict;

/** A configured service that HAProxy can check. Belongs to the event loop. */
public record Target(TargetConfig config, Prober prober, ReplyComposer replies, TargetMeters meters) {
    public String name() {
        return config.name();
    }

    /** Creates the reply for one address, with the operator's overrides applied. */
    public PreparedReply prepare(Verdict verdict, String address) {
        return replies.prepare(
                config.name(), verdict, address, config.maxConnections(), config.onFailed() == OnFailed.REPORT);
    }
}

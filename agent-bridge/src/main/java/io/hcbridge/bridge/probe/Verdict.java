/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.protocol.agent.Health;
import io.hcbridge.protocol.agent.Reason;

/**
 * What a probe found out about a service.
 *
 * @param health {@link Health#FAILED} where nothing could be found out
 */
public record Verdict(Health health, Reason reason) {
    public static final Verdict UP = new Verdict(Health.UP, Reason.NONE);

    public Verdict {
        if (health == Health.REPORT_ONLY) {
            throw new IllegalArgumentException("health: REPORT_ONLY is a way to render a verdict, not a verdict");
        }
    }

    /** The service answered that it is not well; {@code text} are its own words. */
    public static Verdict down(String text) {
        return new Verdict(Health.DOWN, Reason.of(text));
    }

    /** The service gave no answer that counts; {@code what} says what happened instead. */
    public static Verdict failed(String what) {
        return new Verdict(Health.FAILED, Reason.of(what));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Implements {@link Needs}. */
final class PresentPeers implements ExecutionCondition {
    private static final boolean ALL_REQUIRED = "true".equals(System.getenv("CI"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Needs needs = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Needs.class)
                .orElseThrow();
        List<String> absent = new ArrayList<>();
        boolean mustBePresent = false;
        for (InteropPeer peer : needs.value()) {
            String obstacle = peer.obstacle();
            if (!obstacle.isEmpty()) {
                InteropReport.of(context).absent(peer, obstacle);
                mustBePresent |= ALL_REQUIRED && peer.isRequired();
                absent.add(peer.title() + " absent: " + obstacle);
            }
        }
        if (absent.isEmpty()) {
            return ConditionEvaluationResult.enabled("all peers are there");
        }
        if (mustBePresent) {
            throw new IllegalStateException("not so with CI=true: " + absent);
        }
        return ConditionEvaluationResult.disabled(String.join("; ", absent));
    }
}

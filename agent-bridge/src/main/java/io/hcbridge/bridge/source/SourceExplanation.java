/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.probe.ProbeStep;
import java.util.List;

/**
 * What led to the last verdict of a source.
 *
 * @param probe description of the last probe in one line
 * @param steps steps of the last probe; empty if its kind records none
 * @param stages the stages that the last result has passed, in their order; empty before the first result
 */
public record SourceExplanation(String probe, List<ProbeStep> steps, List<StageResult> stages) {
    public SourceExplanation {
        steps = List.copyOf(steps);
        stages = List.copyOf(stages);
    }
}

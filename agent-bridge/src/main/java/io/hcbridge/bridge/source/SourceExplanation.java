/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.probe.ProbeStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Returns this explanation with one more stage. Its input is the output of the last one. */
    public SourceExplanation with(String stage, String output, String note) {
        Optional<String> input = stages.isEmpty()
                ? Optional.empty()
                : Optional.of(stages.get(stages.size() - 1).output());
        List<StageResult> all = new ArrayList<>(stages);
        all.add(new StageResult(stage, input, output, note));
        return new SourceExplanation(probe, steps, all);
    }
}

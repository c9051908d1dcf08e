/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import io.hcbridge.bridge.probe.Verdict;
import java.util.Optional;

/**
 * One stage between a probe and a reply.
 *
 * @param stage name of the stage
 * @param input what the stage received; empty for the first stage
 * @param output what it made of the input
 * @param note why, for operators; may be empty
 */
public record StageResult(String stage, Optional<Verdict> input, Verdict output, String note) {}

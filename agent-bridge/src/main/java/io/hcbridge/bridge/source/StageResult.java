/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.source;

import java.util.Optional;

/**
 * One stage between a probe and a reply, for operators.
 *
 * @param stage name of the stage
 * @param input the line that the stage received; empty for the first stage
 * @param output the line that it made of the input
 * @param note why; may be empty
 */
public record StageResult(String stage, Optional<String> input, String output, String note) {}

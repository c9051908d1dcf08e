/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Instant;

/**
 * The last reply to one address.
 *
 * @param line with its LF
 * @param pending the words in it that take something back, {@code ready} or {@code 100%}; empty for none
 */
public record LastReply(String address, String line, Instant at, String pending) {}

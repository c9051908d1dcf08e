/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import java.time.Instant;

/**
 * The last reply to one address.
 *
 * @param address the address, with the alias if the request line had one
 * @param line the line, including its LF
 * @param pending reset words in the line, {@code ready} or {@code 100%}; empty for none
 */
public record LastReply(String address, String line, Instant at, String pending) {}

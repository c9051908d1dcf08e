/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import java.util.Optional;

/**
 * One entry of a mapping, {@code NAME: TEXT} or {@code NAME: {SOURCE: TEXT}}. The operator chooses the name.
 *
 * @param source where the value comes from, like {@code file}; empty if {@code text} is the value
 */
public record MappingEntry(String name, Optional<String> source, String text) {}

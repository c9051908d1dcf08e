/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

import java.util.Optional;

/**
 * One entry of a mapping whose names are the operator's own: {@code NAME: TEXT} or {@code NAME: {SOURCE: TEXT}}.
 *
 * @param source says where the value comes from, like {@code file}; empty for the text itself
 */
public record MappingEntry(String name, Optional<String> source, String text) {}

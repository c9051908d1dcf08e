/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * A value and the place where it was set, for messages about values that contradict each other.
 *
 * @param <T> the value's type
 */
public record Sourced<T>(T value, Place place) {}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config.key;

/**
 * A value and the place where it was set. Messages about contradicting values use the place.
 *
 * @param <T> type of the value
 */
public record Sourced<T>(T value, Place place) {}

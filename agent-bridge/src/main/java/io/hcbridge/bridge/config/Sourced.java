/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.config;

/**
 * A value and where it was set, for messages about values that do not go together.
 *
 * @param where file, line and key, or the flag
 */
record Sourced<T>(T value, String where) {}

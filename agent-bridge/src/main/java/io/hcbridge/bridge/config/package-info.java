/**
 * The configuration: a YAML file and command-line flags become one checked {@link io.hcbridge.bridge.config.BridgeConfig}, or a
 * list of all problems.
 *
 * <p>Entry points: {@link io.hcbridge.bridge.config.ConfigBuilder}, {@link io.hcbridge.bridge.config.ConfigFlags} and {@link
 * io.hcbridge.bridge.config.ConfigException}. Keys are declared in {@code BridgeKeys}, {@code TargetKeys} and, for each {@code
 * ProbeKind}, in the kind's own package. Depends on {@code config.key}, on the kinds of probes, on the protocol's words and on the
 * YAML parser; opens no socket.
 */
@NullMarked
package io.hcbridge.bridge.config;

import org.jspecify.annotations.NullMarked;

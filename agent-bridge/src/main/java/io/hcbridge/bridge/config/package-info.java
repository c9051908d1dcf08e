/**
 * The configuration. A YAML file and the flags of the command line become one validated {@link io.hcbridge.bridge.config.BridgeConfig}, or
 * a list of all errors.
 *
 * <p>The entry points are {@link io.hcbridge.bridge.config.ConfigBuilder}, {@link io.hcbridge.bridge.config.ConfigFlags} and {@link
 * io.hcbridge.bridge.config.ConfigException}. Keys are declared in {@code BridgeKeys} and {@code TargetKeys}, and for each {@code
 * ProbeKind} in the package of the kind. Depends on {@code config.key}, on the kinds of probes, on the types of the protocol and on the
 * YAML parser. Opens no socket, except to find out whether it could.
 */
@NullMarked
package io.hcbridge.bridge.config;

import org.jspecify.annotations.NullMarked;

/**
 * What the daemon is told: a YAML file and command-line flags become one checked {@link
 * io.hcbridge.bridge.config.BridgeConfig}, or a list of all problems at once.
 *
 * <p>Entry points: {@link io.hcbridge.bridge.config.ConfigBuilder} and {@link io.hcbridge.bridge.config.ConfigException}. Depends on
 * the protocol's vocabulary and on the YAML parser; nothing here opens a socket.
 */
@NullMarked
package io.hcbridge.bridge.config;

import org.jspecify.annotations.NullMarked;

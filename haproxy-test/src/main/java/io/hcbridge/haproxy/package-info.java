/**
 * Fixtures for tests and the demo. {@link io.hcbridge.haproxy.HaproxyProcess} runs a real HAProxy with a {@link
 * io.hcbridge.haproxy.HaproxyConfig}. {@link io.hcbridge.haproxy.StatsSocket} reads the states of its servers. {@link
 * io.hcbridge.haproxy.SampleService} is a service behind HAProxy.
 *
 * <p>The program {@code haproxy} must be installed, and for some tests {@code promtool} and {@code docker-compose}. If a program is
 * missing, {@link io.hcbridge.haproxy.Tool} reports how to install it.
 */
@NullMarked
package io.hcbridge.haproxy;

import org.jspecify.annotations.NullMarked;

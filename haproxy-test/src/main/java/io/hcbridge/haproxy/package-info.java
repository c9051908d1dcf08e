/**
 * A real HAProxy and what stands around it, for tests and the demo: {@link io.hcbridge.haproxy.HaproxyProcess} runs what a
 * {@link io.hcbridge.haproxy.HaproxyConfig} describes, {@link io.hcbridge.haproxy.StatsSocket} tells what became of its servers. {@link
 * io.hcbridge.haproxy.SampleService} is a service to put behind it.
 *
 * <p>Needs the programs {@code haproxy} and, for some tests, {@code promtool} and {@code docker-compose} on the machine; where one
 * is missing, {@link io.hcbridge.haproxy.Tool} says how to install it.
 */
@NullMarked
package io.hcbridge.haproxy;

import org.jspecify.annotations.NullMarked;

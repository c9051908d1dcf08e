/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The probe that runs a program. {@link io.hcbridge.bridge.probe.exec.ExecProbeConfig} is the entry point. {@link
 * io.hcbridge.bridge.probe.exec.ExecProbeKeys} declares its keys.
 *
 * <p>{@link io.hcbridge.bridge.probe.exec.ExecAttempt} belongs to the event loop. Code that starts, reads or kills a process runs on other
 * threads. Depends on {@code io.hcbridge.bridge.probe} and on {@code config.key}. Needs Linux, Netty's epoll library, and the programs
 * {@code sh}, {@code setsid}, {@code setpriv} and {@code id}.
 */
@NullMarked
package io.hcbridge.bridge.probe.exec;

import org.jspecify.annotations.NullMarked;

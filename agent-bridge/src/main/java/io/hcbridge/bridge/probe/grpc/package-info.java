/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The probe with gRPC's health service. {@link io.hcbridge.bridge.probe.grpc.GrpcProbeConfig} is the entry point. {@link
 * io.hcbridge.bridge.probe.grpc.GrpcProbeKeys} declares its keys.
 *
 * <p>Everything in this package belongs to one event loop, which also runs grpc-java. Depends on {@code io.hcbridge.bridge.probe} and on
 * {@code config.key}. Only this package uses grpc-java.
 */
@NullMarked
package io.hcbridge.bridge.probe.grpc;

import org.jspecify.annotations.NullMarked;

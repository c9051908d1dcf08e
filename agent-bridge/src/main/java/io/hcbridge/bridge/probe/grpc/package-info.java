/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The probe of gRPC's health service: {@link io.hcbridge.bridge.probe.grpc.GrpcProbeConfig} is the entry point, {@link
 * io.hcbridge.bridge.probe.grpc.GrpcProbeKeys} declares its keys.
 *
 * <p>Everything here belongs to one event loop, on which grpc-java runs, too. Depends on {@code io.hcbridge.bridge.probe} and on {@code
 * config.key}. Only this package uses grpc-java.
 */
@NullMarked
package io.hcbridge.bridge.probe.grpc;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** {@code grpc.health.v1.Health/Check}. */
final class HealthMethod {
    /** Maximum size of a reply. A normal reply has two bytes. */
    static final int MAX_REPLY = 4096;

    static final MethodDescriptor<String, ServingStatus> CHECK = MethodDescriptor.newBuilder(
                    new RequestMarshaller(), new ReplyMarshaller())
            .setType(MethodType.UNARY)
            .setFullMethodName("grpc.health.v1.Health/Check")
            .setIdempotent(true)
            .build();

    private HealthMethod() {}

    private static final class RequestMarshaller implements Marshaller<String> {
        @Override
        public InputStream stream(String service) {
            return new ByteArrayInputStream(HealthMessages.request(service));
        }

        @Override
        public String parse(InputStream stream) {
            throw new UnsupportedOperationException("the bridge serves no gRPC");
        }
    }

    private static final class ReplyMarshaller implements Marshaller<ServingStatus> {
        @Override
        public InputStream stream(ServingStatus status) {
            throw new UnsupportedOperationException("the bridge serves no gRPC");
        }

        @Override
        public ServingStatus parse(InputStream stream) {
            try {
                return HealthMessages.reply(stream.readNBytes(MAX_REPLY));
            } catch (IOException | IllegalArgumentException e) {
                throw Status.INTERNAL
                        .withDescription("malformed reply: " + e.getMessage())
                        .asRuntimeException();
            }
        }
    }
}

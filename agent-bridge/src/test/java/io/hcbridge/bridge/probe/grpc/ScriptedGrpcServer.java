/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A gRPC server whose health service answers each request with the bytes or the status that the test has set. */
final class ScriptedGrpcServer implements AutoCloseable {
    private static final MethodDescriptor<byte[], byte[]> CHECK = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodType.UNARY)
            .setFullMethodName("grpc.health.v1.Health/Check")
            .build();

    private final EventLoopGroup loops;
    private final Server server;
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();

    private volatile byte[] reply = {8, 1};
    private volatile Status end = Status.OK;
    private volatile boolean isSilent;

    private ScriptedGrpcServer(EventLoopGroup loops, NettyServerBuilder builder, boolean isHealthService)
            throws IOException {
        this.loops = loops;
        if (isHealthService) {
            builder.addService(ServerServiceDefinition.builder("grpc.health.v1.Health")
                    .addMethod(CHECK, this::start)
                    .build());
        }
        this.server = builder.bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .directExecutor()
                .build()
                .start();
    }

    static ScriptedGrpcServer onPort(int port) throws IOException {
        return tcp(port, true);
    }

    static ScriptedGrpcServer withoutHealthService() throws IOException {
        return tcp(0, false);
    }

    private static ScriptedGrpcServer tcp(int port, boolean isHealthService) throws IOException {
        return new ScriptedGrpcServer(
                new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .channelType(NioServerSocketChannel.class),
                isHealthService);
    }

    static ScriptedGrpcServer onSocket(Path socket) throws IOException {
        return new ScriptedGrpcServer(
                new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()),
                NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                        .channelType(EpollServerDomainSocketChannel.class),
                true);
    }

    int port() {
        return server.getPort();
    }

    /** Answers with a message of these bytes. */
    void answer(int... bytes) {
        byte[] message = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            message[i] = (byte) bytes[i];
        }
        answer(message);
    }

    void answer(byte[] message) {
        reply = message;
    }

    /** Answers with this status and, if it is not OK, without a message. */
    void end(Status status) {
        end = status;
    }

    /** Does not answer from now on. */
    void fallSilent() {
        isSilent = true;
    }

    /** The addresses of the clients, one for each request. */
    List<String> clients() {
        return clients;
    }

    List<byte[]> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    private ServerCall.Listener<byte[]> start(ServerCall<byte[], byte[]> call, Metadata headers) {
        clients.add(String.valueOf(call.getAttributes().get(io.grpc.Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
        call.request(1);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] request) {
                requests.add(request);
            }

            @Override
            public void onHalfClose() {
                if (isSilent) {
                    return;
                }
                if (end.isOk()) {
                    call.sendHeaders(new Metadata());
                    call.sendMessage(reply);
                }
                call.close(end, new Metadata());
            }
        };
    }

    private static final class Bytes implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.warmup;

import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.ipc.internal.StaleDirectories;
import io.hcbridge.protocol.health.SocketName;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A service whose health is always up. Its files are in a private temporary directory. */
final class RehearsedService implements Closeable {
    private static final String NAME = "warmup";
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final long LISTEN_MILLIS = 200;
    private static final String PREFIX = "hcbridge-warm-up";
    /** Far longer than a rehearsal takes. */
    private static final Duration STALE_AFTER = Duration.ofMinutes(1);

    private final Path directory;
    private final Path file;
    private final Path socket;

    RehearsedService() throws IOException {
        directory = Files.createTempDirectory(PREFIX);
        file = directory.resolve(SocketName.FILE_NAME);
        socket = new SocketName(NAME).socketIn(directory);
    }

    /** Returns the directory of its {@code .hc-socket} and of its socket. */
    Path directory() {
        return directory;
    }

    /** Listens on the loop of {@code network} until that is closed. */
    void listen(LoopVertx network) throws IOException {
        Files.createFile(file, PRIVATE);
        Files.writeString(file, NAME);
        try {
            network.listen(
                            new NetServerOptions(),
                            SocketAddress.domainSocketAddress(socket.toString()),
                            accepted -> accepted.pipeline().addLast("service", new AlwaysUp()))
                    .await(LISTEN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new IOException("cannot listen on " + socket + ": " + e.getMessage(), e);
        }
    }

    /** Also removes what killed bridges of this user have left. */
    @Override
    public void close() throws IOException {
        Set<String> names =
                Set.of(file.getFileName().toString(), socket.getFileName().toString());
        StaleDirectories.removeBeside(directory, name -> name.startsWith(PREFIX), names::contains, STALE_AFTER);
        Files.deleteIfExists(file);
        Files.deleteIfExists(socket);
        Files.deleteIfExists(directory);
    }

    /** Replies {@code up} to every request. */
    private static final class AlwaysUp extends ChannelInboundHandlerAdapter {
        private static final byte[] UP = "up\n".getBytes(StandardCharsets.US_ASCII);

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            context.writeAndFlush(Unpooled.wrappedBuffer(UP));
            context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}

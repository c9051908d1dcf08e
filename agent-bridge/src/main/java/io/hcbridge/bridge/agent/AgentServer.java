/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.config.BridgeConfig.AgentConfig;
import io.hcbridge.bridge.config.ListenAddress;
import io.hcbridge.bridge.config.ListenErrors;
import io.hcbridge.bridge.config.TcpAddress;
import io.hcbridge.bridge.config.UnixAddress;
import io.hcbridge.bridge.handover.ListeningSocket;
import io.hcbridge.bridge.metrics.BridgeMetrics;
import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.net.LoopVertx;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.bridge.tls.AgentTls;
import io.hcbridge.ipc.internal.unix.BoundSocket;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/** Accepts agent checks with Vert.x servers on one event loop. Must be used by one thread, which is not the event loop. */
public final class AgentServer {
    private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

    /** Length of the accept queue. If the queue is full, a burst of connections is delayed by a second. */
    private static final int BACKLOG = 4096;

    private static final Duration LISTEN_LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofMillis(100);

    private final LoopVertx network;
    private final AgentConfig config;
    private final SessionFactory sessions;
    /** Read by any thread. */
    private final List<AgentListener> listeners = new CopyOnWriteArrayList<>();

    /** @param network its event loop also serves the targets */
    public AgentServer(
            LoopVertx network, AgentConfig config, Optional<AgentTls> tls, Targets targets, BridgeMetrics metrics) {
        this(network, config, new SessionFactory(config, tls, targets, metrics, new SessionLog(System::nanoTime)));
    }

    private AgentServer(LoopVertx network, AgentConfig config, SessionFactory sessions) {
        this.network = network;
        this.config = config;
        this.sessions = sessions;
    }

    /** Creates a server without TLS. Its sessions log nothing. */
    public static AgentServer silent(LoopVertx network, AgentConfig config, Targets targets, BridgeMetrics metrics) {
        SessionLog log = new SessionLog(NOPLogger.NOP_LOGGER, System::nanoTime);
        return new AgentServer(network, config, new SessionFactory(config, Optional.empty(), targets, metrics, log));
    }

    /**
     * Listens on one more address. Blocks until it listens.
     *
     * @return the address; port 0 is replaced by the port in use
     * @throws IOException if the bridge cannot listen on the address; the message names it
     */
    public ListenAddress listen(ListenAddress address) throws IOException {
        return listen(address, Optional.empty());
    }

    /**
     * Listens on one more address, like {@link #listen(ListenAddress)}.
     *
     * @param inherited a socket that listens on the address already. It belongs to this server, also after an exception
     */
    public ListenAddress listen(ListenAddress address, Optional<ListeningSocket> inherited) throws IOException {
        try {
            AgentListener added = address instanceof UnixAddress unix
                    ? listenOnUnix(unix, inherited)
                    : listenOnTcp((TcpAddress) address, descriptor(inherited));
            listeners.add(added);
            return address instanceof TcpAddress tcp
                    ? new TcpAddress(tcp.host(), added.server().actualPort())
                    : address;
        } catch (IOException e) {
            throw new IOException(ListenErrors.describe(address, e), e);
        }
    }

    /** Returns the sockets on which this server listens, for another process. Thread-safe. */
    public List<ListeningSocket> listening() {
        return listeners.stream()
                .flatMap(listener -> listener.shared().stream())
                .toList();
    }

    private AgentListener listenOnTcp(TcpAddress address, OptionalInt descriptor) throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
        if (resolved.isUnresolved()) {
            throw new IOException("unknown host");
        }
        return listen(address, SocketAddress.inetSocketAddress(resolved), sessions::acceptTcp, descriptor);
    }

    private AgentListener listenOnUnix(UnixAddress address, Optional<ListeningSocket> inherited) throws IOException {
        if (inherited.isEmpty()) {
            return listenOnFile(address, OptionalInt.empty());
        }
        Optional<String> identity = inherited.get().identity();
        if (identity.isEmpty()) {
            return listenOnUnix(address, address.path(), descriptor(inherited));
        }
        if (AgentUnixSocket.isAt(address.path(), identity.get())) {
            return listenOnFile(address, descriptor(inherited));
        }
        // Nobody can connect to a socket whose file was removed.
        inherited.get().close();
        return listenOnFile(address, OptionalInt.empty());
    }

    /** Listens on a file that this bridge removes at its end. */
    private AgentListener listenOnFile(UnixAddress address, OptionalInt descriptor) throws IOException {
        AgentListener[] opened = new AgentListener[1];
        BoundSocket.Binder<Closeable> binder = path -> {
            AgentListener listener = listenOnUnix(address, path, descriptor);
            opened[0] = listener;
            return (Closeable) listener.server()::close;
        };
        AgentUnixSocket file = descriptor.isPresent()
                ? AgentUnixSocket.adopt(address.path(), binder)
                : AgentUnixSocket.open(address.path(), config.socketAccess(), binder);
        return new AgentListener(address, opened[0].server(), opened[0].channel(), Optional.of(file));
    }

    private AgentListener listenOnUnix(UnixAddress address, Path path, OptionalInt descriptor) throws IOException {
        Client client = new Client(address.toString(), 0);
        return listen(
                address,
                SocketAddress.domainSocketAddress(path.toString()),
                channel -> sessions.acceptUnix(channel, client),
                descriptor);
    }

    private AgentListener listen(
            ListenAddress address, SocketAddress bound, Consumer<Channel> acceptor, OptionalInt descriptor)
            throws IOException {
        NetServerOptions options = new NetServerOptions().setAcceptBacklog(BACKLOG);
        NetServer[] server = new NetServer[1];
        Optional<Channel> channel = network.sockets()
                .open(descriptor, () -> server[0] = await(network.listen(options, bound, acceptor), LISTEN_LIMIT));
        return new AgentListener(address, server[0], channel, Optional.empty());
    }

    private static OptionalInt descriptor(Optional<ListeningSocket> inherited) {
        return inherited.isPresent() ? OptionalInt.of(inherited.get().descriptor()) : OptionalInt.empty();
    }

    /** Applies a changed configuration to new connections. Other keys than those of a reload must be equal. Called on the event loop. */
    public void apply(AgentConfig changed) {
        sessions.apply(changed);
    }

    /**
     * Limits open connections, in addition to {@code agent.max-connections}. Replaces an earlier limit.
     *
     * @param connections at least 1
     */
    public void limitConnections(int connections) {
        sessions.limit(connections);
    }

    /** Stops accepting. Waits until all open checks have ended, but at most for {@code limit}. */
    public void close(Duration limit) {
        files().forEach(file -> logFailure("cannot remove the socket", file::remove));
        closeServers(limit);
    }

    /**
     * Stops accepting, like {@link #close}, while other processes have the sockets. New connections wait in the kernel's queues for them,
     * and the files of unix sockets stay.
     *
     * @throws IOException if the event loop did not stop accepting, because it is busy. It may still reply to checks
     */
    public void handOver(Duration limit) throws IOException {
        pause();
        closeServers(limit);
    }

    /** Releases the files of unix sockets after the event loop has ended, which has closed all connections. */
    public void abandon() {
        files().forEach(file -> logFailure("cannot release the socket", file::close));
    }

    private void closeServers(Duration limit) {
        List<Future<Void>> ends =
                listeners.stream().map(listener -> listener.server().close()).toList();
        logFailure("cannot stop to listen", () -> await(Future.join(ends), CLOSE_LIMIT));
        logFailure("shutdown timed out", () -> await(sessions.drain(network.loop(), limit), limit.plus(CLOSE_LIMIT)));
        abandon();
    }

    /**
     * Stops accepting before the descriptors are closed. A socket that other processes have stays registered with this process's epoll
     * after a close, and would wake the loop for each connection.
     */
    private void pause() throws IOException {
        List<Channel> channels = listeners.stream()
                .flatMap(listener -> listener.channel().stream())
                .toList();
        if (channels.isEmpty()) {
            return;
        }
        EventLoop loop = network.loop();
        Promise<Void> paused = Promise.promise();
        LoopTasks.execute(loop, () -> {
            channels.forEach(channel -> channel.config().setAutoRead(false));
            LoopTasks.executeAfterPoll(loop, paused::complete);
        });
        await(paused.future(), CLOSE_LIMIT);
    }

    private List<AgentUnixSocket> files() {
        return listeners.stream().flatMap(listener -> listener.file().stream()).toList();
    }

    private static <T> T await(Future<T> future, Duration limit) throws IOException {
        try {
            return future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("timed out after " + limit.toMillis() + " ms", e);
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void logFailure(String event, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            LOG.warn("agent server: {}: {}", event, e.getMessage());
        }
    }
}

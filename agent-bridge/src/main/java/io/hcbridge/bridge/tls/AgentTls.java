/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.tls;

import io.hcbridge.ipc.internal.transport.Deadline;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of the agent port. Changed files are reloaded, and connections that are accepted afterwards use them. The expensive computations of
 * handshakes and all file access run on two separate threads. Thread-safe.
 */
public final class AgentTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentTls.class);

    private static final int THREADS = 2;
    private static final long LOOK_MILLIS = 1000;

    /**
     * Lifetime of a TLS session. The certificate is not checked again when a client resumes a session. A reload of the files ends all
     * sessions.
     */
    private static final Duration SESSION_LIMIT = Duration.ofMinutes(5);

    private static final int MAX_SESSIONS = 1024;

    /** With forward secrecy and authenticated encryption; the first three are of TLS 1.3. The JDK's list has older ones, too. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    static {
        // The JDK reads it at its first handshake as a server. A second handshake in a connection is of no use here.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final TlsConfig config;
    private final ScheduledThreadPoolExecutor worker;
    private final FileWatch watch;
    private volatile Loaded loaded;

    private record Loaded(SslContext context, TlsMaterial material) {}

    /**
     * Reads the files.
     *
     * @throws IOException if the files cannot be used; the message names each file and the reason
     */
    public AgentTls(TlsConfig config) throws IOException {
        this.config = config;
        // Created before the files are read, to detect a change in between.
        this.watch = new FileWatch(() -> FileStamp.of(config), this::reload);
        this.loaded = load();
        this.worker = new ScheduledThreadPoolExecutor(THREADS, AgentTls::thread);
    }

    /**
     * Runs some handshakes in memory, so that the first check does not meet a cold JVM. If this fails, the first checks are slower.
     *
     * @return the number of handshakes
     */
    public int rehearse(Duration limit) {
        try {
            int ended = new HandshakeRehearsal(loaded.context(), loaded.material()).run(Deadline.after(limit));
            LOG.debug("warm-up: rehearsed {} handshakes", ended);
            return ended;
        } catch (IOException | RuntimeException e) {
            LOG.debug("warm-up: handshakes failed; the first checks will be slower", e);
            return 0;
        }
    }

    /** Starts to check each second whether the files have changed. */
    public void watch() {
        worker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Where the computations of handshakes are done. */
    public Executor worker() {
        return worker;
    }

    /**
     * A handler that expects a client's handshake, without a time limit.
     *
     * @param computations passes the handshake's computations on to {@link #worker}
     */
    public SslHandler newHandler(ByteBufAllocator allocator, Executor computations) {
        SslHandler handler = loaded.context().newHandler(allocator, computations);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Returns the expiry time of the certificate in use. */
    public Instant expiry() {
        return loaded.material().expiry();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    private void look() {
        try {
            watch.look();
        } catch (RuntimeException | Error e) {
            LOG.error("agent tls: cannot check the files for changes", e);
        }
    }

    private void reload() {
        try {
            loaded = load();
        } catch (IOException e) {
            LOG.warn("agent tls: cannot use the changed files, the old ones stay in use: {}", e.getMessage());
        }
    }

    private Loaded load() throws IOException {
        TlsMaterial material = TlsMaterial.load(config);
        Loaded made = new Loaded(context(material), material);
        LOG.info(
                "agent tls: certificate in use: {} (serial={} expires={})",
                config.certificate(),
                material.certificate().getSerialNumber().toString(16),
                material.expiry());
        material.warnings().forEach(warning -> LOG.warn("agent tls: {}", warning));
        return made;
    }

    private SslContext context(TlsMaterial material) throws IOException {
        try {
            return SslContextBuilder.forServer(material.keys())
                    .sslProvider(SslProvider.JDK)
                    .trustManager(ClientTrust.of(material.clientCa(), config.clientNames()))
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .sessionTimeout(SESSION_LIMIT.toSeconds())
                    .sessionCacheSize(MAX_SESSIONS)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "tls");
        thread.setDaemon(true);
        return thread;
    }
}

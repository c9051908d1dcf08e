/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.endtoend;

import io.hcbridge.haproxy.Await;
import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import io.hcbridge.haproxy.HaproxyVersion;
import io.hcbridge.haproxy.MetricsPage;
import io.hcbridge.haproxy.ServerState;
import io.hcbridge.haproxy.StatsSocket;
import io.hcbridge.haproxy.Tool;
import io.hcbridge.ipc.health.HealthServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A service, a bridge that speaks TLS, and HAProxies with the lines that {@code haproxy-config --tls} prints. */
final class TlsSite implements AutoCloseable {
    static final String CLIENT = "haproxy.example";
    static final String SILENT = "tcp-response content set-log-level silent";
    static final Duration LIMIT = Duration.ofSeconds(15);

    final X509Bundle authority = authority();
    final int port = FreePort.next();
    final MetricsPage metrics;
    /** Empty while the service is well. */
    volatile String sickness = "";

    private final Path directory;
    private final Path config;
    private final Deque<ChildProcess> haproxies = new ArrayDeque<>();
    private final HealthServer health;
    private final ChildProcess bridge;

    /** @param replyDeadline of the bridge */
    TlsSite(Path directory, String replyDeadline) throws Exception {
        this.directory = directory;
        write("ca.pem", authority.getCertificatePEM());
        replaceBridge(bridgeCertificate());
        int metricsPort = FreePort.next();
        metrics = new MetricsPage(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"));
        Path service = Files.createDirectory(directory.resolve("orders"));
        config = Files.writeString(
                directory.resolve("hcbridge.yaml"), """
                agent:
                  listen: 127.0.0.1:%d
                  reply-deadline: %5$s
                  tls: {certificate: %3$s/bridge.pem, key: %3$s/bridge.key, client-ca: %3$s/ca.pem, client-names: %4$s}
                metrics: {listen: 127.0.0.1:%2$d}
                targets: {orders: {directory: %3$s/orders, socket-directory: %3$s/orders}}
                """.formatted(port, metricsPort, directory, CLIENT, replyDeadline));
        health = HealthServer.builder()
                .directory(service)
                .socketDirectory(service)
                .start(() -> {
                    String why = sickness;
                    if (!why.isEmpty()) {
                        throw new IllegalStateException(why);
                    }
                });
        bridge = ChildProcess.start(
                List.of(Homes.hcbridge().resolve("hcbridge").toString(), "serve", "--config=" + config),
                directory.resolve("bridge.log"));
    }

    /** Waits until the bridge answers. */
    void awaitStarted() {
        Await.until(
                "the bridge: " + bridge.output(), LIMIT, () -> bridge.output().contains("answering agent checks"));
    }

    static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    static CertificateBuilder certificate(String name) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .addSanDnsName(name)
                .notBefore(now.minus(Duration.ofDays(2)))
                .notAfter(now.plus(Duration.ofDays(1)));
    }

    X509Bundle bridgeCertificate() throws Exception {
        return certificate("bridge.example").rsa2048().buildIssuedBy(authority);
    }

    void replaceBridge(X509Bundle bundle) throws IOException {
        write("bridge.pem", bundle.getCertificatePathPEM());
        write("bridge.key", bundle.getPrivateKeyPEM());
    }

    /** Replaces a file in one step. */
    void write(String name, String text) throws IOException {
        Path draft = Files.writeString(directory.resolve(name + ".new"), text);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        Files.move(draft, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Connects a client with this certificate, and waits for the end of the handshake. Without versions, the JDK chooses one. */
    SSLSocket connect(X509Bundle client, String... versions) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                client.toKeyManagerFactory().getKeyManagers(),
                new TrustManager[] {authority.toTrustManager()},
                new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) LIMIT.toMillis());
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.startHandshake();
        return socket;
    }

    String log() {
        return bridge.output();
    }

    /** Returns the log of the HAProxy that was started last. */
    String haproxyLog() {
        return haproxies.getFirst().output();
    }

    double refused(String reason) {
        return metrics.sample("hcbridge_rejected_requests_total{reason=\"" + reason + "\"}")
                .orElse(-1);
    }

    /** What {@code haproxy-config --tls} prints for this bridge, for HAProxy with this certificate. */
    String printed(X509Bundle client) throws Exception {
        write("client.pem", client.getCertificatePathPEM() + client.getPrivateKeyPEM());
        Script run = Script.hcbridge(
                "haproxy-config",
                "--tls",
                "--tls-bind=127.0.0.1:" + FreePort.next(),
                "--tls-ca=" + directory.resolve("ca.pem"),
                "--tls-crt=" + directory.resolve("client.pem"),
                "--agent-inter=1200ms",
                "--config=" + config);
        if (run.exit() != 0 || !run.stderr().isEmpty()) {
            throw new IllegalStateException(run.toString());
        }
        return run.stdout();
    }

    /** Returns whether the installed HAProxy knows the line that silences checks with a reply. */
    static boolean canSilenceReplies() throws IOException {
        return HaproxyVersion.installed().isAtLeast(2, 6);
    }

    /** Starts HAProxy with these lines; the server has no check of its own, as nobody listens at its address. */
    StatsSocket haproxy(String printed) throws IOException {
        String lines = canSilenceReplies() ? printed : printed.replace(SILENT + "\n", "");
        StatsSocket stats = new StatsSocket(directory.resolve("stats.sock"));
        Path file = Files.writeString(
                directory.resolve("haproxy.cfg"),
                """
                global
                    log stdout format raw local0 info
                    stats socket %s mode 600 level admin
                    nbthread 1
                defaults
                    log global
                    mode http
                    option httplog
                    option dontlognull
                    timeout connect 1s
                    timeout client 1s
                    timeout server 1s
                frontend any
                    bind 127.0.0.1:%d
                    default_backend orders
                """.formatted(stats.path(), FreePort.next()) + lines.replace(" check agent-check", " agent-check"));
        Tool.Outcome outcome = Tool.HAPROXY.run(List.of("-c", "-f", file.toString()));
        if (outcome.status() != 0 || outcome.output().contains("WARNING")) {
            throw new IllegalStateException(outcome.output() + lines);
        }
        ChildProcess haproxy = ChildProcess.start(
                List.of(Tool.HAPROXY.path().toString(), "-db", "-f", file.toString()),
                directory.resolve("haproxy.log"));
        haproxies.push(haproxy);
        Await.until("HAProxy: " + haproxy.output(), LIMIT, () -> Files.exists(stats.path()));
        return stats;
    }

    static ServerState orders(StatsSocket stats) {
        return stats.server("orders", "orders1");
    }

    @Override
    public void close() throws IOException {
        while (!haproxies.isEmpty()) {
            haproxies.pop().close();
        }
        bridge.close();
        health.close();
    }
}

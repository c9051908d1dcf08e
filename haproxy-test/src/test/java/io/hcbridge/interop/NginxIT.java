/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.ChildProcess;
import io.hcbridge.haproxy.FreePort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The http probe with nginx: HTTP/1.1, HTTP/2 and TLS. */
@Needs(InteropPeer.NGINX)
@Timeout(90)
class NginxIT {
    @RegisterExtension
    static final ResultRecorder RESULTS = new ResultRecorder("the bridge's http probe to nginx");

    @TempDir
    Path directory;

    private final int plain = FreePort.next();
    private final int tls = FreePort.next();
    private final int priorKnowledge = FreePort.next();

    @BeforeAll
    static void noteVersions() throws Exception {
        RESULTS.versions(DebianServer.NGINX.version());
    }

    private ChildProcess nginx() throws Exception {
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString(),
                        "-days",
                        "2",
                        "-subj",
                        "/CN=shop.example",
                        "-addext",
                        "subjectAltName=DNS:shop.example")
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(output).isZero();
        String location = """
                location = /health { if (-f %s/sick) { return 503 "sick"; } return 200 "UP by $server_protocol for $host"; }
                """.formatted(directory);
        Path config = Files.writeString(
                directory.resolve("nginx.conf"), """
                daemon off;
                user root;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server { listen 127.0.0.1:%2$d; %5$s }
                  server { listen 127.0.0.1:%3$d ssl http2; ssl_certificate server.crt; ssl_certificate_key server.key; %5$s }
                  server { listen 127.0.0.1:%4$d http2; %5$s }
                }
                """.formatted(directory, plain, tls, priorKnowledge, location));
        return ChildProcess.start(
                DebianServer.NGINX.command("-p", directory.toString(), "-c", config.toString(), "-e", "stderr"),
                directory.resolve("nginx.log"));
    }

    private String targets() {
        String https = "url: 'https://127.0.0.1:" + tls + "/health', host: shop.example, tls: {ca: " + directory
                + "/server.crt}";
        return """
                  http1:     {http: {url: 'http://127.0.0.1:%d/health', expect-body: UP by HTTP/1.1}}
                  mapped:    {http: {url: 'http://127.0.0.1:%d/health', map: {503: drain}}}
                  known:     {http: {url: 'http://127.0.0.1:%d/health', version: 2, expect-body: UP by HTTP/2.0}}
                  tls2:      {http: {%s, expect-body: UP by HTTP/2.0 for shop.example}}
                  tls1:      {http: {%s, version: 1.1, expect-body: UP by HTTP/1.1 for shop.example}}
                  stranger:  {http: {url: 'https://127.0.0.1:%d/health', host: shop.example}}
                  othername: {http: {url: 'https://localhost:%d/health', tls: {ca: %s/server.crt}}}
                """.formatted(plain, plain, priorKnowledge, https, https, tls, tls, directory);
    }

    @Test
    void nginxIsUnderstoodInBothVersionsAndByTls() throws Exception {
        try (ChildProcess nginx = nginx()) {
            // Started after the certificate was made, which the bridge reads at start.
            try (ProbingBridge bridge = new ProbingBridge(directory, targets())) {
                for (String target : List.of("http1", "mapped", "known", "tls2", "tls1")) {
                    bridge.await(target, "up");
                }
                RESULTS.record("HTTP/1.1, 200 with the expected body", "`up`");
                RESULTS.record("HTTP/2 by prior knowledge", "`up`");
                RESULTS.record("HTTP/2 by TLS, its own authority", "`up`");
                RESULTS.record("HTTP/1.1 by TLS", "`up`");
                bridge.await("stranger", "failed fail #TLS: certificate is signed by an unknown authority");
                RESULTS.record(
                        "TLS, an unknown authority",
                        "`failed fail #TLS: certificate is signed by an unknown authority`");
                bridge.await("othername", "failed fail #TLS: certificate does not have the name localhost");
                RESULTS.record("TLS, another name", "`failed fail #TLS: certificate does not have the name localhost`");
                Path sick = Files.createFile(directory.resolve("sick"));
                bridge.await("tls2", "down #HTTP 503");
                RESULTS.record("503", "`down #HTTP 503`");
                bridge.await("mapped", "drain up #HTTP 503");
                RESULTS.record("503, mapped to `drain`", "`drain up #HTTP 503`, then `ready up`");
                Files.delete(sick);
                bridge.await("tls2", "up");
                bridge.await("mapped", "ready up");
                nginx.terminate();
                bridge.await("http1", "failed fail #connection refused");
                RESULTS.record("ended", "`failed fail #connection refused`");
            }
        }
    }
}

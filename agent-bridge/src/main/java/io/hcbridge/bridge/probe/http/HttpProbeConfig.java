/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.probe.BoundedProbe;
import io.hcbridge.bridge.probe.ClientTls;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeConfig;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a probe by HTTP GET.
 *
 * @param host Host header and name in the certificate, if they differ from those of {@code url}
 * @param socket unix socket to connect to instead of the host of {@code url}
 * @param user user whose unix socket is trusted in addition to that of root and of the bridge's user
 */
public record HttpProbeConfig(
        HttpUrl url,
        HttpExpectation expectation,
        Optional<String> host,
        List<RequestHeader> headers,
        HttpProtocol version,
        Optional<Path> socket,
        Optional<String> user,
        ClientTls tls)
        implements ProbeConfig {
    public HttpProbeConfig {
        headers = List.copyOf(headers);
    }

    @Override
    public Optional<String> rehearsal() {
        return Optional.of((url.isTls() ? "https " : "http ") + version);
    }

    @Override
    public List<String> warnings() {
        return tls.isInsecure()
                ? List.of("tls.insecure is set: the certificate of " + url + " is not verified")
                : List.of();
    }

    @Override
    public List<String> hostProblems(List<Path> configurationFiles) {
        return tls.hostProblems().stream().map(problem -> "http." + problem).toList();
    }

    @Override
    public String userKey(String target) {
        return "targets." + target + ".http.user";
    }

    @Override
    public Probe open(ProbeEnvironment environment, String target, Duration timeout) {
        HttpConnections connections = new HttpConnections(environment, this, timeout);
        String subject = "GET " + url + socket.map(path -> " by " + path).orElse("");
        return new BoundedProbe(
                environment, timeout, subject, run -> new HttpAttempt(run, this, connections), connections::close);
    }

    /** Returns the value of the Host header. */
    String hostHeader() {
        return host.orElseGet(url::hostHeader);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe;

import io.hcbridge.bridge.tls.TlsWords;
import io.netty.channel.ChannelException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.FileNotFoundException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Short descriptions of failed connections and invalid replies. */
public final class NetworkFailure {
    private static final int DEEPEST = 16;

    /** The last one tells that no local port is free. */
    private static final List<String> OWN_FAULTS =
            List.of("Too many open files", "Cannot allocate memory", "Cannot assign requested address");

    /** EAGAIN of a connect, as Netty's epoll and the JDK report it. Both report it only in the message. */
    private static final List<String> BACKLOG_FULL =
            List.of("connect(..) failed with error(-11)", "Resource temporarily unavailable");

    private NetworkFailure() {}

    /**
     * Returns the result of a probe that failed with this exception. A lack of file descriptors, memory or local ports is a fault of the bridge. Every
     * other failure is a failed verdict.
     */
    public static ProbeResult result(Throwable failure) {
        return isOwnFault(failure)
                ? new BridgeFault(String.valueOf(failure.getMessage()))
                : Verdict.failed(describe(failure));
    }

    /** Returns whether the backlog of a unix socket was full. Its server is running, and a later connect may succeed. */
    public static boolean isBacklogFull(Throwable failure) {
        Throwable at = failure;
        for (int i = 0; i < DEEPEST && at != null; i++) {
            String text = String.valueOf(at.getMessage());
            if (BACKLOG_FULL.stream().anyMatch(text::contains)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    /** Returns a short description in the project's own words, as far as the failure is known. */
    public static String describe(Throwable failure) {
        Optional<SSLException> tls = cause(failure, SSLException.class);
        if (tls.isPresent()) {
            return "TLS: " + describeTls(tls.get());
        }
        if (cause(failure, NoRouteToHostException.class).isPresent()) {
            return "no route to host";
        }
        if (failure instanceof FileNotFoundException) {
            return "socket does not exist";
        }
        return describeText(String.valueOf(failure.getMessage()));
    }

    /**
     * Returns the kind of a failure from its message. Netty and Vert.x report the kind only there, together with addresses and other
     * details.
     */
    private static String describeText(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("connection refused")) {
            return "connection refused";
        }
        if (lower.contains("connection reset")) {
            return "connection reset";
        }
        if (lower.contains("permission denied")) {
            return "permission denied";
        }
        if (lower.contains("connection was closed") || lower.contains("connection closed")) {
            return "connection closed";
        }
        if (lower.contains("frame was not settings") || lower.contains("http/2 client preface")) {
            return "server does not speak HTTP/2";
        }
        return text;
    }

    private static String describeTls(SSLException failure) {
        if (cause(failure, CertificateExpiredException.class).isPresent()) {
            return "certificate has expired";
        }
        if (cause(failure, CertificateNotYetValidException.class).isPresent()) {
            return "certificate is not yet valid";
        }
        if (cause(failure, CertPathBuilderException.class).isPresent()) {
            return "certificate is signed by an unknown authority";
        }
        if (cause(failure, NotSslRecordException.class).isPresent()) {
            return "server does not speak TLS";
        }
        Throwable deepest = failure;
        for (int i = 0; i < DEEPEST && deepest.getCause() != null; i++) {
            deepest = deepest.getCause();
        }
        return TlsWords.ofServer(String.valueOf(deepest.getMessage()));
    }

    /**
     * Returns whether the bridge has no free file descriptors or memory. Netty reports this as a wrapped exception or in the message of a
     * native error.
     */
    private static boolean isOwnFault(Throwable failure) {
        boolean isChannel = cause(failure, ChannelException.class)
                .filter(channel -> !(channel.getCause() instanceof ClosedChannelException))
                .isPresent();
        String text = String.valueOf(failure.getMessage());
        return isChannel || OWN_FAULTS.stream().anyMatch(text::contains);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int i = 0; i < DEEPEST && at != null; i++) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }
}

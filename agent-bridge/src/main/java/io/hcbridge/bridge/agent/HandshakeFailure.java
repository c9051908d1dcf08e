/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.agent;

import io.hcbridge.bridge.metrics.BridgeMetrics.Rejection;
import io.hcbridge.bridge.tls.ClientNameException;
import io.hcbridge.bridge.tls.TlsWords;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;

/**
 * The reason of a failed TLS handshake. Some reasons have no exception type in the JDK and are recognized by the message. If another JDK
 * has another message, the reason is {@link Rejection#TLS_FAILED}.
 */
record HandshakeFailure(Rejection reason, String text) {
    static final HandshakeFailure NOT_SPOKEN =
            new HandshakeFailure(Rejection.TLS_NOT_SPOKEN, "the client does not speak TLS");

    private static final int MAX_CAUSES = 10;
    private static final int MAX_TEXT = 300;

    static HandshakeFailure of(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Rejection reason = causes.stream()
                .map(HandshakeFailure::reason)
                .filter(known -> known != Rejection.TLS_FAILED)
                .findFirst()
                .orElse(Rejection.TLS_FAILED);
        return new HandshakeFailure(reason, text(reason, causes));
    }

    /** Returns the causes, innermost first. */
    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.size() < MAX_CAUSES; cause = cause.getCause()) {
            causes.add(0, cause);
        }
        return causes;
    }

    private static Rejection reason(Throwable cause) {
        if (cause instanceof ClientNameException) {
            return Rejection.TLS_WRONG_NAME;
        }
        if (cause instanceof NotSslRecordException) {
            return Rejection.TLS_NOT_SPOKEN;
        }
        if (isExpiry(cause)) {
            return Rejection.TLS_EXPIRED;
        }
        if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
            return Rejection.TLS_UNTRUSTED;
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Empty client certificate chain")) {
            return Rejection.TLS_NO_CERTIFICATE;
        }
        // The client rejects the bridge's certificate, or has no TLS version or cipher in common with the bridge.
        return TlsWords.isNotAgreed(message) ? Rejection.TLS_REFUSED : Rejection.TLS_FAILED;
    }

    private static boolean isExpiry(Throwable cause) {
        return cause instanceof CertificateExpiredException
                || cause instanceof CertificateNotYetValidException
                || (cause instanceof CertPathValidatorException invalid
                        && (invalid.getReason() == BasicReason.EXPIRED
                                || invalid.getReason() == BasicReason.NOT_YET_VALID));
    }

    /** Returns the project's own words, with the words of the JDK in brackets where they tell more. */
    private static String text(Rejection reason, List<Throwable> causes) {
        String detail = shortened(message(causes.get(0)));
        return switch (reason) {
            case TLS_NO_CERTIFICATE -> "the client sent no certificate";
            case TLS_NOT_SPOKEN -> NOT_SPOKEN.text;
            // The bridge's own exception.
            case TLS_WRONG_NAME -> detail;
            case TLS_EXPIRED -> "the client's certificate has expired or is not valid yet (" + detail + ")";
            case TLS_UNTRUSTED -> "the client's certificate is not trusted (" + detail + ")";
            case TLS_REFUSED -> TlsWords.notAgreed(detail);
            default -> "the handshake failed (" + detail + ")";
        };
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static String shortened(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
    }
}

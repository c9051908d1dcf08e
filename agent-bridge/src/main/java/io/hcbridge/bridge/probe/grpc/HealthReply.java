/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.grpc.Status;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.netty.channel.ChannelException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/** What the end of a call means. */
final class HealthReply {
    private HealthReply() {}

    static ProbeResult result(Status end, @Nullable ServingStatus status) {
        if (end.isOk()) {
            return status == null ? Verdict.failed("a reply without a message") : verdict(status);
        }
        Throwable cause = rootCause(end);
        if (cause instanceof ChannelException) {
            return new BridgeFault(String.valueOf(cause.getMessage()));
        }
        return Verdict.failed(describe(end, status));
    }

    private static Verdict verdict(ServingStatus status) {
        return switch (status) {
            case SERVING -> Verdict.UP;
            case NOT_SERVING -> Verdict.down(status.name());
            case UNKNOWN, SERVICE_UNKNOWN, UNDEFINED -> Verdict.failed("health status " + status.name());
        };
    }

    /** Whether the server answered, so that the connection can be used again. */
    static boolean cameFromServer(Status end) {
        return switch (end.getCode()) {
            case OK, NOT_FOUND, UNIMPLEMENTED -> true;
            default -> false;
        };
    }

    /** What was seen, in a few words. */
    static String describe(Status end, @Nullable ServingStatus status) {
        if (end.isOk()) {
            return status == null ? "no message" : status.name();
        }
        Throwable cause = rootCause(end);
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            return "connection refused";
        }
        String what = cause != null ? cause.getMessage() : end.getDescription();
        return end.getCode() + (what == null ? "" : ": " + what);
    }

    private static @Nullable Throwable rootCause(Status end) {
        Throwable cause = end.getCause();
        // Bounded, because causes may form a circle.
        for (int i = 0; i < 10 && cause != null && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        return cause;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.grpc.Status;
import io.hcbridge.bridge.probe.NetworkFailure;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import org.jspecify.annotations.Nullable;

/** Returns the verdict for the end of a call. */
final class HealthReply {
    private HealthReply() {}

    static ProbeResult result(Status end, @Nullable ServingStatus status) {
        if (end.isOk()) {
            return status == null ? Verdict.failed("reply without a message") : verdict(status);
        }
        Throwable cause = end.getCause();
        return cause == null ? Verdict.failed(describe(end, status)) : NetworkFailure.result(cause);
    }

    private static Verdict verdict(ServingStatus status) {
        return switch (status) {
            case SERVING -> Verdict.UP;
            case NOT_SERVING -> Verdict.down(status.name());
            case UNKNOWN, SERVICE_UNKNOWN, UNDEFINED -> Verdict.failed("health status " + status.name());
        };
    }

    /** Returns whether the server replied. Its connection can be reused then. */
    static boolean cameFromServer(Status end) {
        return switch (end.getCode()) {
            case OK, NOT_FOUND, UNIMPLEMENTED -> true;
            default -> false;
        };
    }

    /** Returns a short description of the reply: own words, and the code and text of gRPC in brackets. */
    static String describe(Status end, @Nullable ServingStatus status) {
        if (end.isOk()) {
            return status == null ? "no message" : status.name();
        }
        if (end.getCause() != null) {
            return NetworkFailure.describe(end.getCause());
        }
        String text = end.getDescription() == null ? "" : ": " + end.getDescription();
        return words(end.getCode()) + " (" + end.getCode() + text + ")";
    }

    private static String words(Status.Code code) {
        return switch (code) {
            case NOT_FOUND -> "server does not know the service";
            case UNIMPLEMENTED -> "server has no health service";
            case UNAVAILABLE -> "server is unavailable";
            case UNAUTHENTICATED, PERMISSION_DENIED -> "server refuses the request";
            case RESOURCE_EXHAUSTED -> "a limit is exceeded";
            default -> "request failed";
        };
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.http;

import io.hcbridge.bridge.probe.NetworkFailure;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.ProbeRun;
import io.hcbridge.bridge.probe.Verdict;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one response. The status is evaluated first. If it decides the verdict, the body is read only to keep the connection, and an error
 * in the body does not change the verdict.
 */
final class HttpAnswer {
    /** So long a body that does not matter may take; then the connection is given up. */
    private static final long BODY_MILLIS = 100;

    private final ProbeRun run;
    private final HttpExpectation expectation;
    private final Runnable keep;
    private final Buffer body = Buffer.buffer();

    private Optional<Verdict> ofStatus = Optional.empty();

    /** @param keep called before the end of the attempt if the connection can be reused */
    HttpAnswer(ProbeRun run, HttpExpectation expectation, Runnable keep) {
        this.run = run;
        this.expectation = expectation;
        this.keep = keep;
    }

    void read(HttpClientResponse response) {
        run.steps().note(run.steps().detail() + ", HTTP " + response.statusCode());
        run.steps().enter("body", "");
        ofStatus = expectation.ofStatus(response.statusCode());
        ofStatus.ifPresent(verdict -> {
            run.endAtLimitWith(verdict);
            run.after(BODY_MILLIS, () -> run.end(verdict));
        });
        String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        response.exceptionHandler(failure -> run.callback(() -> cutOff(failure)));
        response.handler(bytes -> run.callback(() -> add(bytes)));
        response.endHandler(end -> run.callback(() -> ended(encoding)));
    }

    private void add(Buffer bytes) {
        int room = HttpExpectation.MOST_BODY - body.length();
        body.appendBuffer(bytes, 0, Math.min(room, bytes.length()));
        if (bytes.length() > room) {
            run.steps().note("more than 64 KiB");
            run.end(ofStatus.orElseGet(() -> expectation.ofBody(body.getBytes(), false)));
        }
    }

    private void ended(@Nullable String encoding) {
        run.steps().note(body.length() + " bytes");
        keep.run();
        boolean isUnreadable = encoding != null && !encoding.equalsIgnoreCase("identity") && expectation.needsBody();
        Verdict unreadable = Verdict.failed("body has the content encoding " + encoding);
        run.end(ofStatus.orElseGet(() -> isUnreadable ? unreadable : expectation.ofBody(body.getBytes(), true)));
    }

    private void cutOff(Throwable failure) {
        ProbeResult result = NetworkFailure.result(failure) instanceof Verdict verdict
                ? Verdict.failed(verdict.reason().text() + " in the body")
                : NetworkFailure.result(failure);
        run.end(ofStatus.<ProbeResult>map(verdict -> verdict).orElse(result));
    }
}

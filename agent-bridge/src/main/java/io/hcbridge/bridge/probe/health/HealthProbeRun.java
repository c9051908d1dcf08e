/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.socket.Connection;
import io.hcbridge.ipc.internal.unix.ConnectErrors;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One probe of one service, answered exactly once: locate the socket, ask {@code status}, and {@code ping} where that is not
 * understood.
 *
 * <p>A server that is just starting passes through a missing file, a blank one, and a name that is not listened on yet; so those are
 * looked at once more before they count.
 */
final class HealthProbeRun {
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final long CROWDED_MILLIS = 2;

    private final HealthProbe probe;
    private final Consumer<ProbeResult> done;

    private @Nullable ScheduledFuture<?> timeout;
    private @Nullable ScheduledFuture<?> pause;
    private @Nullable Path path;
    private @Nullable HealthQuery question;
    private @Nullable Connection connection;
    private boolean lookedAgain;
    private boolean answered;

    HealthProbeRun(HealthProbe probe, Consumer<ProbeResult> done) {
        this.probe = probe;
        this.done = done;
    }

    void begin() {
        timeout = probe.loop().schedule(this::timeIsOver, probe.timeoutMillis(), TimeUnit.MILLISECONDS);
        locate();
    }

    /** What was done so far, for a person. */
    String describe() {
        String where = path == null ? "no socket" : "socket " + path + ", peer " + probe.peer();
        return question == null ? where : where + ", " + question.describe();
    }

    // 1. Locate.

    private void locate() {
        probe.locate((found, problem) -> {
            if (answered) {
                return;
            }
            if (found != null) {
                ask(found);
            } else if (problem != null) {
                lookAgainOr(String.valueOf(problem.getMessage()));
            }
        });
    }

    // 2. Ask.

    private void ask(Path found) {
        HealthQuery asked = probe.understandsStatus(found) ? HealthQuery.status() : HealthQuery.ping();
        path = found;
        question = asked;
        try {
            Connection made = probe.sockets().connect(found);
            connection = made;
            probe.met(made);
            put(asked, made);
        } catch (IOException e) {
            ConnectErrors.explain(found, e).ifPresentOrElse(this::lookAgainOr, this::retryAfterBacklogFull);
        }
    }

    private void put(HealthQuery asked, Connection to) {
        try {
            to.write(asked.bytes());
        } catch (IOException e) {
            // It may have answered before it read; what came of that, the next read tells.
        }
        to.onReadable(() -> hear(asked, to));
    }

    private void lookAgainOr(String problem) {
        if (lookedAgain) {
            end(Verdict.failed(problem));
        } else {
            lookedAgain = true;
            locateAfter(LOOK_AGAIN_MILLIS);
        }
    }

    private void retryAfterBacklogFull() {
        locateAfter(CROWDED_MILLIS);
    }

    private void locateAfter(long millis) {
        pause = probe.loop().schedule(this::locate, millis, TimeUnit.MILLISECONDS);
    }

    // 3. Read.

    private void hear(HealthQuery asked, Connection from) {
        try {
            ByteBuffer bytes = from.read();
            if (bytes == null) {
                ended("closed without an answer");
            } else if (asked.feed(bytes)) {
                ended("");
            } else {
                from.onReadable(() -> hear(asked, from));
            }
        } catch (IOException e) {
            ended("the connection broke: " + e.getMessage());
        }
    }

    /** What came is the answer; {@code how} says what happened where nothing came. */
    private void ended(String how) {
        hangUp();
        Optional<Verdict> verdict = answer();
        if (verdict.isEmpty() && question != null && question.isStatus() && path != null) {
            probe.doesNotUnderstandStatus(path);
            ask(path);
        } else {
            end(verdict.orElseGet(() -> Verdict.failed(how)));
        }
    }

    private void timeIsOver() {
        end(answer().orElseGet(() -> Verdict.failed(probe.silence())));
    }

    private Optional<Verdict> answer() {
        return question == null ? Optional.empty() : question.end();
    }

    // 4. End.

    private void end(Verdict verdict) {
        if (answered) {
            return;
        }
        answered = true;
        cancel(timeout);
        cancel(pause);
        hangUp();
        done.accept(verdict);
    }

    private void hangUp() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.health;

import io.hcbridge.bridge.net.LoopTasks;
import io.hcbridge.bridge.probe.BlockingCalls;
import io.hcbridge.bridge.probe.BridgeFault;
import io.hcbridge.bridge.probe.PollGap;
import io.hcbridge.bridge.probe.Probe;
import io.hcbridge.bridge.probe.ProbeEnvironment;
import io.hcbridge.bridge.probe.ProbeResult;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.health.HealthClient;
import io.hcbridge.ipc.health.ServiceStatus;
import io.hcbridge.ipc.internal.Durations;
import io.hcbridge.protocol.agent.Reason;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Queries a service with the blocking client. Used on Windows, because Netty does not support named pipes. Belongs to one event loop. */
final class BlockingProbe implements Probe, BlockingCalls.Callback<ServiceStatus> {
    private final EventLoop loop;
    private final BlockingCalls calls;
    private final HealthClient client;
    private final PollGap pollGap;
    private final Path file;
    private final long timeoutMillis;
    private final String silence;

    private @Nullable Consumer<ProbeResult> done;
    private @Nullable ScheduledFuture<?> timer;
    private String last = "not probed yet";

    BlockingProbe(ProbeEnvironment environment, HealthProbeConfig config, Duration timeout) {
        this.loop = environment.loop();
        this.calls = new BlockingCalls(loop, environment.blocking());
        this.client = config.client(timeout);
        this.pollGap = environment.pollGap();
        this.file = config.socketFile().path();
        this.timeoutMillis = timeout.toMillis();
        this.silence = "no answer within " + Durations.format(timeout);
    }

    @Override
    public void start(Consumer<ProbeResult> callback) {
        done = callback;
        // The client has the same time limit, but its thread may be late.
        timer = LoopTasks.schedule(loop, timeoutMillis, this::onTimeout);
        OptionalInt millis = pollGap.millis();
        calls.start(
                () -> millis.isPresent() ? client.status(Duration.ofMillis(millis.getAsInt())) : client.status(), this);
    }

    @Override
    public String describeLast() {
        return file + ", " + last;
    }

    @Override
    public void returned(ServiceStatus status) {
        last = status.exchange();
        if (status.isOwnFault()) {
            end(new BridgeFault(status.reason()));
            return;
        }
        end(new Verdict(
                status.health(),
                status.admin(),
                status.capacity(),
                Reason.of(status.reason()),
                status.isWithdrawn(),
                status.isHealthOnly()));
    }

    @Override
    public void failed(IOException why) {
        end(Verdict.failed(String.valueOf(why.getMessage())));
    }

    @Override
    public void broke(BridgeFault fault) {
        end(fault);
    }

    private void onTimeout() {
        end(calls.giveUp() ? Verdict.failed(silence) : new BridgeFault("no free thread to query " + file));
    }

    private void end(ProbeResult result) {
        Consumer<ProbeResult> callback = done;
        if (callback != null) {
            done = null;
            if (timer != null) {
                timer.cancel(false);
            }
            callback.accept(result);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.probe.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.hcbridge.bridge.probe.AddressTurns;
import io.hcbridge.bridge.probe.HostLookup;
import io.hcbridge.bridge.probe.LocalPeer;
import io.hcbridge.bridge.probe.NetworkFailure;
import io.hcbridge.bridge.probe.ProbeAttempt;
import io.hcbridge.bridge.probe.ProbeRun;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.ipc.internal.Backoff;
import io.hcbridge.ipc.internal.client.PeerTrust;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One query of the health of a service. It uses the connection of the last probe, or a new one. If the old connection turns out to be lost,
 * it tries one new connection.
 */
final class GrpcAttempt implements ProbeAttempt {
    /** The authority that is sent to a server on a unix socket; other gRPC clients send the same. */
    private static final String LOCAL_AUTHORITY = "localhost";

    private final ProbeRun run;
    private final GrpcConnection connection;
    private final GrpcProbeConfig config;

    private @Nullable ClientCall<String, ServingStatus> call;
    private boolean isReused;
    private boolean isUsable;
    private boolean isConnected;
    /** Connects again after a failed connect; null if the attempt must end then. Receives the failure. */
    private @Nullable Predicate<Status> retry;

    private String refusal = "";

    GrpcAttempt(ProbeRun run, GrpcConnection connection, GrpcProbeConfig config) {
        this.run = run;
        this.connection = connection;
        this.config = config;
    }

    @Override
    public void begin() {
        ManagedChannel open = connection.current();
        if (open == null) {
            locate();
        } else {
            isReused = true;
            ask(open);
        }
    }

    @Override
    public void close() {
        if (call != null) {
            call.cancel("the probe is over", null);
        }
        if (!isUsable) {
            connection.drop();
        }
    }

    // 1. Connect.

    private void locate() {
        isReused = false;
        if (config.address() instanceof GrpcAddress.Tcp tcp) {
            HostLookup.resolve(run, tcp.server().host(), found -> connect(tcp, new AddressTurns(found)));
        } else if (config.address() instanceof GrpcAddress.Unix unix) {
            inspect(unix);
        }
    }

    void connect(GrpcAddress.Tcp tcp, AddressTurns addresses) {
        InetSocketAddress address =
                new InetSocketAddress(addresses.current(), tcp.server().port());
        run.steps().enter("connect", address.toString());
        retry = end -> {
            if (addresses.hasNext()) {
                connect(tcp, addresses.next());
            }
            return addresses.hasNext();
        };
        connect(
                address,
                tcp.toString(),
                addresses.limitMillis(run),
                channel -> String.valueOf(channel.remoteAddress()));
    }

    private void inspect(GrpcAddress.Unix unix) {
        run.steps().enter("inspect", unix.socket().toString());
        run.call(
                () -> PeerTrust.ofProcess(config.trustedUser(), config.userKey("NAME"))
                        .inspect(unix.socket()),
                trust -> {
                    run.steps().enter("connect", unix.toString());
                    connect(unix, trust, new Backoff());
                },
                why -> Verdict.failed(String.valueOf(why.getMessage())));
    }

    private void connect(GrpcAddress.Unix unix, PeerTrust trust, Backoff backoff) {
        retry = end -> {
            boolean isFull = end.getCause() != null && NetworkFailure.isBacklogFull(end.getCause());
            if (isFull) {
                run.steps().note("backlog of " + unix.socket() + " is full");
                run.after(backoff.nextMillis(), () -> connect(unix, trust, backoff));
            }
            return isFull;
        };
        connect(connection.address(unix.socket()), LOCAL_AUTHORITY, (int) run.remainingMillis() + 1, channel -> {
            LocalPeer peer = LocalPeer.of(channel);
            peer.requireTrusted(trust, unix.socket());
            return unix + ", peer " + peer;
        });
    }

    private void connect(SocketAddress address, String authority, int limitMillis, PeerCheck check) {
        isConnected = false;
        ask(connection.open(
                address,
                authority,
                limitMillis,
                () -> new ConnectionWatch(check, this::onConnected, why -> refusal = why)));
    }

    private void onConnected(String peer) {
        isConnected = true;
        run.steps().note(peer);
        enterRequest();
    }

    // 2. Query.

    private void ask(ManagedChannel channel) {
        if (isReused) {
            enterRequest();
        }
        ClientCall<String, ServingStatus> started = channel.newCall(
                HealthMethod.CHECK,
                CallOptions.DEFAULT.withDeadlineAfter(run.remainingMillis(), TimeUnit.MILLISECONDS));
        call = started;
        started.start(new Reply(started), new Metadata());
        started.request(2);
        started.sendMessage(config.service());
        started.halfClose();
    }

    private void enterRequest() {
        run.steps().enter("request", isReused ? "kept connection" : "new connection");
    }

    private final class Reply extends ClientCall.Listener<ServingStatus> {
        private final ClientCall<String, ServingStatus> own;
        private @Nullable ServingStatus status;

        Reply(ClientCall<String, ServingStatus> own) {
            this.own = own;
        }

        @Override
        public void onMessage(ServingStatus message) {
            status = message;
        }

        @Override
        public void onClose(Status end, Metadata trailers) {
            if (own == call) {
                call = null;
                run.callback(() -> onReply(end, status));
            }
        }
    }

    // 3. End.

    private void onReply(Status end, @Nullable ServingStatus status) {
        if (!refusal.isEmpty()) {
            run.end(Verdict.failed(refusal));
        } else if (isReused && end.getCode() == Status.Code.UNAVAILABLE) {
            connection.drop();
            locate();
        } else if (isReused || isConnected || retry == null || !retry.test(end)) {
            end(end, status);
        }
    }

    private void end(Status end, @Nullable ServingStatus status) {
        if (end.getCode() != Status.Code.DEADLINE_EXCEEDED) {
            // After the deadline, the timer of the probe ends the probe. It is due now.
            isUsable = HealthReply.cameFromServer(end);
            run.steps().note(HealthReply.describe(end, status));
            run.end(HealthReply.result(end, status));
        }
    }
}

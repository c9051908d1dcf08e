/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.push;

import io.hcbridge.bridge.log.RateLimitedLog;
import io.hcbridge.bridge.metrics.PushMeters;
import io.hcbridge.bridge.metrics.PushMeters.RefusedReport;
import io.hcbridge.bridge.probe.Verdict;
import io.hcbridge.bridge.source.PushSource;
import io.hcbridge.bridge.target.Target;
import io.hcbridge.bridge.target.Targets;
import io.hcbridge.ipc.Peer;
import io.hcbridge.ipc.group.GroupException;
import io.hcbridge.ipc.group.GroupHandler;
import io.hcbridge.ipc.group.GroupRequest;
import io.hcbridge.ipc.internal.OverflowUid;
import io.hcbridge.ipc.internal.peer.PeerUser;
import io.hcbridge.ipc.internal.system.SystemTransport;
import io.hcbridge.protocol.ProtocolException;
import io.hcbridge.protocol.push.PushReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads reports and checks who sends them. Runs on a thread of the group, not on the event loop. */
final class ReportHandler implements GroupHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ReportHandler.class);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);
    private static final long UNKNOWN_UID = -1;

    private final String group;
    private final Targets targets;
    private final ReportQueue queue;
    private final PushMeters meters;
    private final PeerUser users = new PeerUser(OverflowUid.read(Path.of("/proc")));
    private final RateLimitedLog log = new RateLimitedLog(LOG_PERIOD, System::nanoTime);

    ReportHandler(String group, Targets targets, ReportQueue queue, PushMeters meters) {
        this.group = group;
        this.targets = targets;
        this.queue = queue;
        this.meters = meters;
    }

    @Override
    public byte[] handle(GroupRequest request) throws GroupException {
        Peer peer = request.peer();
        PushReport report;
        try {
            report = PushReport.decode(request.payload());
        } catch (ProtocolException e) {
            throw refused(RefusedReport.MALFORMED, peer, String.valueOf(e.getMessage()));
        }
        PushSource source = source(report.target(), peer);
        checkUser(source, report.target(), peer);
        try {
            queue.add(source, Verdict.reported(report.line()).orElseThrow(), describe(peer));
        } catch (RejectedExecutionException e) {
            throw new GroupException("the bridge is stopping");
        }
        return source.ack().encode();
    }

    private PushSource source(String name, Peer peer) throws GroupException {
        Optional<Target> target = targets.byName(name);
        if (target.isEmpty()) {
            throw refused(
                    RefusedReport.UNKNOWN_TARGET,
                    peer,
                    "unknown target '" + name + "'; add targets." + name + ".push to the bridge's configuration");
        }
        if (target.get().source() instanceof PushSource source) {
            return source;
        }
        throw refused(
                RefusedReport.NOT_PUSHED,
                peer,
                "target '" + name + "' is not of the kind push; the bridge finds out its health by itself");
    }

    /** The pipe of Windows admits only the bridge's own user and administrators, and does not tell the user. */
    private void checkUser(PushSource source, String target, Peer peer) throws GroupException {
        long uid = peer.uid().orElse(UNKNOWN_UID);
        if (SystemTransport.hasPipes() || (uid != UNKNOWN_UID && source.trusts(uid))) {
            return;
        }
        String user = source.config().reporter();
        if (!users.isRoot(peer) && !users.is(peer, user)) {
            String why = users.isAmbiguous(peer) ? ", which stands for every user outside this user namespace," : "";
            throw refused(
                    RefusedReport.WRONG_USER,
                    peer,
                    "permission denied: " + describe(peer) + why + " may not report for target '" + target + "'; "
                            + source.config().userKey(target) + " is '" + user + "'");
        }
        if (uid != UNKNOWN_UID) {
            source.trust(uid);
        }
    }

    private GroupException refused(RefusedReport reason, Peer peer, String message) {
        meters.refused(reason);
        log.next()
                .ifPresent(more -> LOG.warn(
                        "push group {}: refused a report from {}: {}{}", group, describe(peer), message, more));
        return new GroupException(message);
    }

    private static String describe(Peer peer) {
        String uid = peer.uid().isPresent() ? " (uid " + peer.uid().getAsLong() + ")" : "";
        return peer.user().isEmpty() ? "a local process" : "user " + peer.user() + uid;
    }
}

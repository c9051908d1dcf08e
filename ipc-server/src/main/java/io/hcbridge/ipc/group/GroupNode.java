/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.group.Election.Change;
import io.hcbridge.ipc.internal.SafeLog;
import io.hcbridge.ipc.internal.system.SystemTransport;
import io.hcbridge.protocol.group.GroupPacket;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A member of a group of processes on one host. The members elect a master, whose handler receives the requests of all members. The Go
 * module {@code github.com/iamjinlei/go-ipc} has equal members.
 *
 * <pre>{@code
 * try (GroupNode node = GroupNode.builder("orders")
 *         .handler(request -> warehouse.reserve(request.text()).getBytes(UTF_8))
 *         .start()) {
 *     byte[] response = node.request("7 chairs".getBytes(UTF_8));
 * }
 * }</pre>
 *
 * <p>The master holds a lock that the kernel releases when the process ends, and the other candidates try every 100 ms to acquire it. A
 * request whose master ends before it responds is sent to the next master, so a handler may receive a request twice; see {@link
 * GroupRequest#mayBeRepeated}. Requests of one node are sent one after the other. A request or response has at most 1 MiB.
 *
 * <p>All threads of a node are daemons: at most one for the election, one for requests, one for the handler, one for admissions and two for
 * the socket. Thread-safe.
 */
public final class GroupNode implements AutoCloseable {
    private static final Logger LOG = System.getLogger(GroupNode.class.getName());

    private final GroupSettings settings;
    private final Optional<Candidacy> candidacy;
    private final Optional<GroupClient> client;

    private GroupNode(GroupSettings settings) throws IOException {
        this.settings = settings;
        this.client =
                settings.mode().isClient() ? Optional.of(new GroupClient(settings, this::tell)) : Optional.empty();
        this.candidacy = settings.mode().isCandidate()
                ? Optional.of(new Candidacy(settings.files().group(), new Election(ports(settings)), this::tell))
                : Optional.empty();
    }

    /**
     * Returns a builder of a member of a group.
     *
     * @param group 1 to 64 letters, digits, {@code .}, {@code _} and {@code -}
     */
    public static GroupNodeBuilder builder(String group) {
        return new GroupNodeBuilder(group);
    }

    static GroupNode start(GroupSettings settings) throws IOException {
        GroupNode node = new GroupNode(settings);
        node.candidacy.ifPresent(Candidacy::start);
        node.client.ifPresent(GroupClient::start);
        return node;
    }

    /** Returns whether this node is the master now. */
    public boolean isMaster() {
        return candidacy.map(Candidacy::isMaster).orElse(false);
    }

    /** Sends a request to the master with the time limit of {@link GroupNodeBuilder#requestTimeout}. */
    public byte[] request(byte[] payload) throws IOException, GroupException, InterruptedException {
        return request(payload, settings.requestTimeout());
    }

    /**
     * Sends a request to the master, and waits for its response. Must not be called by the handler of a group's own master, which would wait
     * for itself.
     *
     * @throws GroupException if the handler failed; the message is the handler's
     * @throws IOException if there was no response in time; the message states why, and whether the request may have been executed
     * @throws IllegalStateException if this node is not a client
     */
    public byte[] request(byte[] payload, Duration timeout) throws IOException, GroupException, InterruptedException {
        if (payload.length > GroupPacket.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "request length: " + payload.length + " bytes must be at most " + GroupPacket.MAX_PAYLOAD_BYTES);
        }
        return client.orElseThrow(() -> new IllegalStateException("mode " + settings.mode() + " sends no requests"))
                .request(payload, timeout);
    }

    /**
     * Leaves the group. A master releases the lock at once, so that the next one is elected within 100 ms. A handler that is running is
     * interrupted. Waiting requests of this node fail.
     */
    @Override
    public void close() {
        client.ifPresent(GroupClient::close);
        candidacy.ifPresent(Candidacy::close);
    }

    private static Election.Ports ports(GroupSettings settings) throws IOException {
        return SystemTransport.hasPipes() ? new PipeMaster(settings) : new SocketMaster(settings);
    }

    private void tell(Change change) {
        String name = "group " + settings.files().group() + ": ";
        try {
            String event = name + change.event().name().toLowerCase(Locale.ROOT);
            LOG.log(change.event().level(), change.detail().isEmpty() ? event : event + " (" + change.detail() + ")");
            settings.listener().onEvent(change.event(), change.detail());
        } catch (Throwable e) {
            SafeLog.warn(GroupNode.class, name + "the listener failed", e);
        }
    }
}

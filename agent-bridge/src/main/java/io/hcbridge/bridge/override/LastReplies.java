/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.bridge.override;

import io.hcbridge.protocol.agent.AgentReply;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The last reply to each address, by target. Beyond the limit, the least recently used entries are removed. Belongs to the event loop. */
final class LastReplies {
    private final Clocks clocks;
    private int limit;
    private final LinkedHashMap<AddressKey, Entry> all = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Map<AddressKey, Entry>> byTarget = new HashMap<>();

    /** The last reply to one address. It is rendered only when it is read. */
    private static final class Entry {
        private AgentReply reply;
        private ResetTracker after;

        Entry(AgentReply reply, ResetTracker after) {
            this.reply = reply;
            this.after = after;
        }
    }

    LastReplies(Clocks clocks, int limit) {
        this.clocks = clocks;
        this.limit = limit;
    }

    void limit(int newLimit) {
        limit = newLimit;
    }

    /** Removes the replies for all other targets. */
    void retain(Set<String> targets) {
        byTarget.entrySet().removeIf(target -> {
            boolean isRemoved = !targets.contains(target.getKey());
            if (isRemoved) {
                target.getValue().keySet().forEach(all::remove);
            }
            return isRemoved;
        });
    }

    void put(AddressKey key, AgentReply reply, ResetTracker after) {
        Entry entry = all.get(key);
        if (entry == null) {
            add(key, new Entry(reply, after));
        } else {
            entry.reply = reply.equals(entry.reply) ? entry.reply : reply;
            entry.after = after;
        }
    }

    List<LastReply> of(String target) {
        return byTarget.getOrDefault(target, Map.of()).entrySet().stream()
                .map(entry -> lastReply(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Returns the addresses that checked a target since a monotonic time, with the times of their last checks. */
    Map<AddressKey, Long> pollsSince(String target, long begin) {
        Map<AddressKey, Long> polls = new HashMap<>();
        byTarget.getOrDefault(target, Map.of()).forEach((key, entry) -> {
            if (entry.after.lastPoll() - begin >= 0) {
                polls.put(key, entry.after.lastPoll());
            }
        });
        return polls;
    }

    /** Returns the number of addresses of a target whose last reply carried a reset word. */
    int pending(String target) {
        int count = 0;
        for (Entry entry : byTarget.getOrDefault(target, Map.of()).values()) {
            count += entry.after.pendingWords().isEmpty() ? 0 : 1;
        }
        return count;
    }

    private void add(AddressKey key, Entry entry) {
        all.put(key, entry);
        byTarget.computeIfAbsent(key.target(), target -> new LinkedHashMap<>(1)).put(key, entry);
        while (all.size() > limit) {
            AddressKey eldest = all.keySet().iterator().next();
            all.remove(eldest);
            Map<AddressKey, Entry> left = byTarget.get(eldest.target());
            if (left != null && left.remove(eldest) != null && left.isEmpty()) {
                byTarget.remove(eldest.target());
            }
        }
    }

    private LastReply lastReply(AddressKey key, Entry entry) {
        return new LastReply(
                key.client(), entry.reply.render(), clocks.toWall(entry.after.lastPoll()), entry.after.pendingWords());
    }
}

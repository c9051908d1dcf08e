/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Members of one group that send numbered requests, while a random one is killed and started again, many times. Each request must have
 * exactly one result, unless its sender was killed.
 */
final class GroupKills implements AutoCloseable {
    private static final long SEED = 1;

    /** Starts a member. */
    interface Starter {
        GroupPeer start(String group) throws Exception;
    }

    private final String group;
    private final List<Starter> starters;
    private final List<Sender> senders = new ArrayList<>();
    private final Random random = new Random(SEED);
    private int requests;
    private int answers;
    private final int[] errors;

    GroupKills(String group, List<Starter> starters) throws Exception {
        this.group = group;
        this.starters = starters;
        this.errors = new int[starters.size()];
        for (Starter starter : starters) {
            senders.add(new Sender(senders.size(), starter.start(group)));
        }
    }

    /** Kills members. After each kill, every sender gets a result, so that requests are sent in all states of the group. */
    void run(int kills) throws Exception {
        for (int i = 0; i < kills; i++) {
            int victim = random.nextInt(senders.size());
            pumpFor(random.nextInt(300));
            senders.get(victim).peer.close();
            pumpFor(random.nextInt(300));
            senders.set(victim, new Sender(victim, starters.get(victim).start(group)));
        }
        for (Sender sender : senders) {
            sender.awaitResults();
        }
    }

    String summary() {
        return requests + " requests, " + answers + " answers, "
                + Arrays.stream(errors).sum() + " errors";
    }

    int answers() {
        return answers;
    }

    /** Returns how many requests of a member had an error, in all its lives. */
    int errors(int member) {
        return errors[member];
    }

    @Override
    public void close() {
        senders.forEach(sender -> sender.peer.close());
    }

    private void pumpFor(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        do {
            for (Sender sender : senders) {
                sender.pump();
            }
            // The requests keep coming while the group changes.
            Thread.sleep(2);
        } while (System.nanoTime() < end);
    }

    /** Sends one request at a time. */
    private final class Sender {
        private final int member;
        private final GroupPeer peer;
        private final Set<String> open = new HashSet<>();

        Sender(int member, GroupPeer peer) {
            this.member = member;
            this.peer = peer;
        }

        void pump() {
            for (String line = peer.poll(); !line.isEmpty(); line = peer.poll()) {
                result(line);
            }
            if (open.isEmpty()) {
                String text = "r" + requests++;
                open.add(text);
                peer.send(text);
            }
        }

        void awaitResults() throws InterruptedException {
            while (!open.isEmpty()) {
                result(peer.await("answer ", "error "));
            }
        }

        private void result(String line) {
            if (!line.startsWith("answer ") && !line.startsWith("error ")) {
                return;
            }
            String text = line.substring(line.indexOf(' ') + 1, line.indexOf(':'));
            assertThat(open.remove(text)).as("a second result: %s", line).isTrue();
            if (line.startsWith("answer ")) {
                assertThat(line).endsWith(":" + text);
                answers++;
            } else {
                errors[member]++;
            }
        }
    }
}

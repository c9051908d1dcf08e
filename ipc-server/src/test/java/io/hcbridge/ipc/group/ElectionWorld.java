/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.ipc.group;

import io.hcbridge.ipc.internal.lock.ElectionLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Candidates of one group and the files that they share. The candidates are those of the product; only the files are simulated. Each change
 * is one action, so that a test can explore all orders of actions.
 */
final class ElectionWorld {
    private static final int NOBODY = -1;
    private static final int STRANGER = -2;

    /** An action and its name. */
    record Action(String name, Consumer<ElectionWorld> effect) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Candidate> candidates;
    /** Holder of each lock file, by its number. */
    private final Map<Integer, Integer> holders = new HashMap<>();

    private int files;
    /** Number of the file at the lock's path. */
    private int lockFile = ++files;
    /** The candidate to which the socket's path leads. */
    private int socket = NOBODY;

    private boolean canOpen = true;

    ElectionWorld(int size) {
        candidates = IntStream.range(0, size).mapToObj(Candidate::new).toList();
    }

    static List<Action> actions(int size, boolean withLockRemoval) {
        List<Action> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int number = i;
            all.add(new Action(
                    "step " + i, world -> world.candidates.get(number).election.step()));
            all.add(new Action(
                    "kill " + i, world -> world.candidates.get(number).die()));
            all.add(new Action(
                    "close " + i, world -> world.candidates.get(number).close()));
        }
        all.add(new Action("remove the socket", world -> world.socket = NOBODY));
        all.add(new Action("replace the socket", world -> world.socket = STRANGER));
        all.add(new Action("break or repair the socket's directory", world -> world.canOpen = !world.canOpen));
        if (withLockRemoval) {
            all.add(new Action("remove the lock file", world -> world.lockFile = ++world.files));
        }
        return all;
    }

    /** Lets every candidate take one step, without a failure. */
    void round() {
        canOpen = true;
        candidates.forEach(candidate -> candidate.election.step());
    }

    int masters() {
        return (int) candidates.stream().filter(c -> c.election.isMaster()).count();
    }

    int openSockets() {
        return (int) candidates.stream().filter(c -> c.isOpen).count();
    }

    /** Returns whether each open socket belongs to a candidate that held a lock all the time. */
    boolean socketsAreOpenedUnderTheLock() {
        return candidates.stream().allMatch(c -> c.isOpen == c.election.isMaster() && c.isOpen == (c.held != 0));
    }

    /** Returns whether there is one master, it holds the lock on the file at the path, and clients reach it. */
    boolean isSettled() {
        return masters() == 1
                && candidates.stream()
                        .filter(c -> c.election.isMaster())
                        .allMatch(c -> c.held == lockFile && c.number == socket);
    }

    /** Returns everything that later actions depend on. Lock files that nobody holds are all the same. */
    String state() {
        StringBuilder text = new StringBuilder();
        for (Candidate candidate : candidates) {
            text.append(candidate.election.isMaster() ? 'M' : 'w')
                    .append(candidate.held == 0 ? '-' : candidate.held == lockFile ? '=' : '!')
                    .append(candidate.isOpen ? 'o' : 'c');
        }
        return text.append(socket).append(canOpen).toString();
    }

    /** A process. After its end it starts again. */
    private final class Candidate implements Election.Ports {
        private final int number;
        private Election election = new Election(this);
        private int held;
        private boolean isOpen;

        Candidate(int number) {
            this.number = number;
        }

        /** What the kernel does. The path of the socket remains. */
        void die() {
            holders.remove(held);
            held = 0;
            isOpen = false;
            election = new Election(this);
        }

        void close() {
            election.close();
            election = new Election(this);
        }

        @Override
        public Optional<ElectionLock> tryAcquire() {
            if (holders.containsKey(lockFile)) {
                return Optional.empty();
            }
            held = lockFile;
            holders.put(held, number);
            return Optional.of(new HeldLock(this, held));
        }

        @Override
        public Tenure open() throws IOException {
            if (!canOpen) {
                throw new IOException("cannot open");
            }
            isOpen = true;
            socket = number;
            return new OpenSocket(this);
        }
    }

    private final class HeldLock implements ElectionLock {
        private @Nullable Candidate holder;
        private final int file;

        HeldLock(Candidate holder, int file) {
            this.holder = holder;
            this.file = file;
        }

        @Override
        public boolean isReplaced() {
            return file != lockFile;
        }

        @Override
        public void close() {
            if (holder != null) {
                holders.remove(file);
                holder.held = 0;
                holder = null;
            }
        }
    }

    private final class OpenSocket implements Tenure {
        private final Candidate owner;

        OpenSocket(Candidate owner) {
            this.owner = owner;
        }

        @Override
        public boolean maintain() throws IOException {
            if (socket == owner.number) {
                return false;
            }
            if (!canOpen) {
                throw new IOException("cannot restore");
            }
            socket = owner.number;
            return true;
        }

        @Override
        public void close() {
            owner.isOpen = false;
            if (socket == owner.number) {
                socket = NOBODY;
            }
        }
    }
}

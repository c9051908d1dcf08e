/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.HaproxyModel.By;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;
import java.util.Optional;

/** One HAProxy of a {@link BridgeSimulation}: its model, its address, and its polling interval. */
final class PollingHaproxy {
    private final String name;
    private final Address address;
    private final int interval;
    private final HaproxyModel model = new HaproxyModel();

    private int pollsSinceChange;
    private int keptOperatorSettings;

    PollingHaproxy(String name, Address address, int intervalSeconds) {
        this.name = name;
        this.address = address;
        this.interval = intervalSeconds;
    }

    boolean isDue(long second) {
        return second % interval == 0;
    }

    Address address() {
        return address;
    }

    HaproxyModel model() {
        return model;
    }

    /** Applies a line from the bridge. It must not change an operator's setting without a cause. */
    void take(AgentReply line) {
        String before = model.admin();
        boolean operatorsOwn = model.adminBy() == By.OPERATOR;
        model.take(line);
        pollsSinceChange++;
        if (operatorsOwn && line.admin().isEmpty()) {
            assertThat(model.admin()).as(name).isEqualTo(before);
            keptOperatorSettings++;
        }
    }

    void operatorSets(Admin admin) {
        model.setAdmin(admin, By.OPERATOR);
        somethingChanged();
    }

    void operatorSets(int weight) {
        model.setWeight(weight, By.OPERATOR);
        somethingChanged();
    }

    void restart() {
        model.restart();
        somethingChanged();
    }

    void somethingChanged() {
        pollsSinceChange = 0;
    }

    int pollsSinceChange() {
        return pollsSinceChange;
    }

    int keptOperatorSettings() {
        return keptOperatorSettings;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The observed replies to one address, and whether {@code ready} or {@code 100%} may or must be sent there. */
    static final class Address {
        private static final int MIN_TIMES = 3;

        private final String ip;
        private final long readyForSeconds;
        private final Axis admin = new Axis();
        private final Axis weight = new Axis();
        private int readies;

        /** The setting that the bridge must send. */
        private enum Wanted {
            SOMETHING,
            NOTHING,
            /** The bridge must not send this setting. A later reset starts from the beginning. */
            SILENCE
        }

        Address(String ip, long readyForSeconds) {
            this.ip = ip;
            this.readyForSeconds = readyForSeconds;
        }

        String ip() {
            return ip;
        }

        int readies() {
            return readies;
        }

        /** The number of sent resets is not saved, so it starts from 0 after a restart of the bridge. */
        void bridgeRestarted() {
            admin.timesSent = 0;
            weight.timesSent = 0;
        }

        /** Checks one line. */
        void sees(AgentReply line, Optional<Admin> wantedAdmin, boolean weightWanted, long second) {
            boolean ready = line.admin().equals(Optional.of(Admin.READY));
            admin.sees(wantedAdmin.isPresent() ? Wanted.SOMETHING : Wanted.NOTHING, ready, ip + ": ready", second);
            boolean isDrain = wantedAdmin.equals(Optional.of(Admin.DRAIN));
            if (isDrain) {
                assertThat(line.capacity().weight())
                        .as(ip + ": weight in a drain")
                        .isEmpty();
            }
            Wanted wantedWeight = weightWanted ? Wanted.SOMETHING : Wanted.NOTHING;
            boolean full = !weightWanted && line.capacity().weight().isPresent();
            weight.sees(isDrain ? Wanted.SILENCE : wantedWeight, full, ip + ": 100%", second);
            readies += ready ? 1 : 0;
        }

        /** The observed pending reset of one setting. */
        private final class Axis {
            private boolean wasTold;
            private int timesSent;
            private long firstSent;

            void sees(Wanted wanted, boolean isReset, String what, long second) {
                switch (wanted) {
                    case SOMETHING -> {
                        assertThat(isReset)
                                .as(what + " while the opposite is wanted")
                                .isFalse();
                        wasTold = true;
                        timesSent = 0;
                    }
                    case SILENCE -> timesSent = 0;
                    case NOTHING -> seesReset(isReset, what, second);
                }
            }

            private void seesReset(boolean isReset, String what, long second) {
                assertThat(isReset)
                        .as(what + " after " + timesSent + " times since " + firstSent)
                        .isEqualTo(wasTold);
                if (isReset) {
                    firstSent = timesSent == 0 ? second : firstSent;
                    timesSent++;
                    wasTold = timesSent < MIN_TIMES || second - firstSent < readyForSeconds;
                    timesSent = wasTold ? timesSent : 0;
                }
            }
        }
    }
}

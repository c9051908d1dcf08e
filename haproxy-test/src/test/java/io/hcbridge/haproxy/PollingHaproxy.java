/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hcbridge.haproxy.HaproxyModel.By;
import io.hcbridge.protocol.agent.Admin;
import io.hcbridge.protocol.agent.AgentReply;

/** One HAProxy of a {@link SteeredWorld}: its model, its address, and how often it asks. */
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

    /** Takes a line that the bridge sent; an operator's setting must survive it unless the line has a cause to touch it. */
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

    /** What a bystander at one address saw, and whether the bridge may say {@code ready} or {@code 100%} there. */
    static final class Address {
        private static final int PAYMENTS = 3;

        private final String ip;
        private final long readyForSeconds;
        private final Seen admin = new Seen();
        private final Seen weight = new Seen();
        private int readies;

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

        /**
         * Judges one line.
         *
         * @param adminIntended whether anybody wants drain or maint now
         */
        void sees(AgentReply line, boolean adminIntended, boolean weightIntended, long second) {
            boolean ready = line.admin().isPresent() && line.admin().get() == Admin.READY;
            admin.sees(adminIntended, ready, ip + ": ready", second, readyForSeconds);
            boolean full = !weightIntended && line.capacity().weight().isPresent();
            weight.sees(weightIntended, full, ip + ": 100%", second, readyForSeconds);
            readies += ready ? 1 : 0;
        }

        /** The debt of one axis, as it shows from outside. */
        private static final class Seen {
            private boolean told;
            private int paid;
            private long firstPaid;

            void sees(boolean intended, boolean pays, String what, long second, long readyFor) {
                if (intended) {
                    assertThat(pays)
                            .as(what + " while the opposite is intended")
                            .isFalse();
                    told = true;
                    paid = 0;
                } else if (pays) {
                    assertThat(told).as(what + " without cause").isTrue();
                    firstPaid = paid == 0 ? second : firstPaid;
                    paid++;
                } else if (told) {
                    assertThat(paid).as(what + " was not said often enough").isGreaterThanOrEqualTo(PAYMENTS);
                    assertThat(second - firstPaid)
                            .as(what + " was not said long enough")
                            .isGreaterThanOrEqualTo(readyFor);
                    told = false;
                    paid = 0;
                }
            }
        }
    }
}
